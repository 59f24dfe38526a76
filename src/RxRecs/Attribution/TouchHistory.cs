using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Keeps touches in order of event time: a ring of all of them, in which those of one key and item are linked. Taking
/// one, finding the earliest or latest of a pair and forgetting the earliest of all are O(1), and nothing is allocated
/// once the ring has grown to the most that are held at once.
/// </summary>
/// <param name="keySelector">A selector of a touch's key.</param>
/// <param name="itemSelector">A selector of a touch's item.</param>
/// <param name="rule">The rule that says which touches of a pair are of use.</param>
/// <param name="capacity">The number of touches that are kept.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TouchHistory<TEvent, TKey, TItem>(
    Func<TEvent, TKey> keySelector, Func<TEvent, TItem> itemSelector, AttributionRule rule, int capacity)
    where TKey : notnull
    where TItem : notnull
{
    private const int FirstCapacity = 16;
    private readonly Dictionary<(TKey Key, TItem Item), Chain> _chains = [];
    private Touch[] _ring = [];
    private long _first;
    private long _next;

    /// <summary>Gives how many touches are kept.</summary>
    public int Count => (int)(_next - _first);

    /// <summary>
    /// Takes a touch that is not before those taken so far; true when the earliest had to leave for it.
    /// </summary>
    public bool Add(long eventTicks, in TEvent value)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, Pair(value), out var isKnown);
        if (isKnown && At(chain.Last).Ticks == eventTicks)
        {
            // Both leave the window at the same moment: one of them is never credited.
            if (rule == AttributionRule.LastTouch)
            {
                At(chain.Last).Value = value;
            }

            return false;
        }

        if (isKnown)
        {
            At(chain.Last).NextOfPair = _next;
            chain.Last = _next;
        }
        else
        {
            chain = new Chain { First = _next, Last = _next };
        }

        if (Count == _ring.Length)
        {
            Grow();
        }

        At(_next++) = new Touch { Ticks = eventTicks, Value = value };
        if (Count <= capacity)
        {
            return false;
        }

        RemoveFirst();
        return true;
    }

    /// <summary>Forgets the touches before a time.</summary>
    public void ForgetBefore(long eventTicks)
    {
        while (_first != _next && At(_first).Ticks < eventTicks)
        {
            RemoveFirst();
        }
    }

    /// <summary>Forgets the touches of a key; a pass over all.</summary>
    public void Forget(TKey key)
    {
        var kept = new List<Touch>(Count);
        for (var at = _first; at != _next; at++)
        {
            if (!EqualityComparer<TKey>.Default.Equals(keySelector(At(at).Value), key))
            {
                kept.Add(At(at));
            }
        }

        Clear();
        foreach (var touch in kept)
        {
            Add(touch.Ticks, touch.Value);
        }
    }

    /// <summary>Finds the touch that a conversion is credited to.</summary>
    public bool TryFind(in TEvent conversion, out long eventTicks, out TEvent? value)
    {
        if (!_chains.TryGetValue(Pair(conversion), out var chain))
        {
            (eventTicks, value) = (0, default);
            return false;
        }

        ref var touch = ref At(rule == AttributionRule.FirstTouch ? chain.First : chain.Last);
        (eventTicks, value) = (touch.Ticks, touch.Value);
        return true;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(Count);
        for (var at = _first; at != _next; at++)
        {
            writer.WriteInt64(At(at).Ticks);
            writer.Write(At(at).Value);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Clear();
        for (var (left, last) = (reader.ReadCount(), 0L); left > 0; left--)
        {
            var eventTicks = reader.ReadInt64();
            if (eventTicks < last || eventTicks > DateTimeOffset.MaxValue.Ticks)
            {
                throw new SnapshotException("Touches that are out of order: the snapshot is damaged.");
            }

            last = eventTicks;
            Add(eventTicks, reader.Read<TEvent>());
        }
    }

    private void Clear()
    {
        _chains.Clear();
        Array.Clear(_ring);
        (_first, _next) = (0, 0);
    }

    private (TKey Key, TItem Item) Pair(in TEvent value) => (keySelector(value), itemSelector(value));

    private ref Touch At(long sequence) => ref _ring[sequence & (_ring.Length - 1)];

    private void RemoveFirst()
    {
        ref var touch = ref At(_first);
        var pair = Pair(touch.Value);
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, pair);
        if (chain.Last == _first)
        {
            _chains.Remove(pair);
        }
        else
        {
            chain.First = touch.NextOfPair;
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TEvent>())
        {
            touch = default;
        }

        _first++;
    }

    private void Grow()
    {
        var larger = new Touch[Math.Max(FirstCapacity, _ring.Length * 2)];
        for (var at = _first; at != _next; at++)
        {
            larger[at & (larger.Length - 1)] = At(at);
        }

        _ring = larger;
    }

    private struct Touch
    {
        public long Ticks;
        public long NextOfPair;
        public TEvent Value;
    }

    private struct Chain
    {
        public long First;
        public long Last;
    }
}
