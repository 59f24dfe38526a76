using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>
/// The keys of all carts in order of their last change, which is event time: so the next cart to be abandoned and the
/// next key to be forgotten are each at the head of a list, and no timer is kept per cart.
/// </summary>
internal sealed class CartKeys<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private readonly KeyTable<TKey> _keys = new(comparer);
    private readonly RecencyList _recency = new();
    private Activity[] _activities = new Activity[4];

    public int Count => _keys.Count;

    /// <summary>The key that changed the longest ago, or <see cref="RecencyList.None"/>.</summary>
    public int Oldest => _recency.Oldest;

    /// <summary>The first key in order that has not been looked at for abandonment since it changed.</summary>
    public int Waiting { get; private set; } = RecencyList.None;

    public TKey this[int slot] => _keys[slot];

    public int Find(TKey key) => _keys.Find(key);

    /// <inheritdoc cref="KeyTable{TKey}.Expect"/>
    public void ExpectKey(TKey key) => _keys.Expect(key);

    /// <summary>Asks for the memory that <see cref="Touch"/> will need, while there is something else to do.</summary>
    public void Expect(int slot)
    {
        _recency.Expect(slot);
        Prefetch.Of(in _activities[slot]);
    }

    public int NewerThan(int slot) => _recency.NewerThan(slot);

    public long LastChange(int slot) => _activities[slot].LastChange;

    public bool IsAbandoned(int slot) => _activities[slot].Abandoned;

    public bool IsWaiting(int slot) => !_activities[slot].Seen;

    public void Reserve(int count)
    {
        _keys.Reserve(count);
        _recency.Reserve(count);
        _activities = new Activity[count];
    }

    public int Add(TKey key, long ticks)
    {
        var slot = _keys.Add(key);
        if (slot >= _activities.Length)
        {
            Array.Resize(ref _activities, Math.Max(slot + 1, _activities.Length * 2));
        }

        _recency.Add(slot);
        Wait(slot, ticks);
        return slot;
    }

    /// <summary>Takes note of a change: the key is the newest, and live.</summary>
    public void Touch(int slot, long ticks)
    {
        if (Waiting == slot)
        {
            Waiting = _recency.NewerThan(slot);
        }

        _recency.Touch(slot);
        Wait(slot, ticks);
    }

    /// <summary>Takes note that a waiting cart, the next in order, has been idle for the gap.</summary>
    public void Pass(int slot, bool abandoned)
    {
        _activities[slot].Seen = true;
        _activities[slot].Abandoned = abandoned;
        Waiting = _recency.NewerThan(slot);
    }

    public void Remove(int slot)
    {
        if (Waiting == slot)
        {
            Waiting = _recency.NewerThan(slot);
        }

        _recency.Remove(slot);
        _keys.Remove(slot);
    }

    private void Wait(int slot, long ticks)
    {
        _activities[slot] = new Activity { LastChange = ticks };
        if (Waiting == RecencyList.None)
        {
            Waiting = slot;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Activity
    {
        public long LastChange;
        public bool Seen;
        public bool Abandoned;
    }
}
