namespace RxRecs.Machines;

/// <summary>
/// Keeps what each key has done in the last stretch of event time. Keys are kept in two generations: once per size of
/// event time the young one becomes the old one and the old one is dropped, so a key is forgotten between one and two
/// sizes after its last event without any search.
/// </summary>
/// <remarks>
/// Bound: so many accumulators, one per key and distinct time within the size; an event that needs one more is refused.
/// Each key that is known has one at least.
/// </remarks>
internal sealed class SlidingWindowState<TEvent, TKey, TAccumulate>(
    long size, WindowAggregate<TEvent, TAccumulate> aggregate, int maxHeld)
    where TKey : notnull
{
    private Dictionary<TKey, SlidingQueue<TAccumulate>> _young = [];
    private Dictionary<TKey, SlidingQueue<TAccumulate>> _old = [];
    private long _nextGeneration = long.MinValue;

    /// <summary>Counts the known keys.</summary>
    public int KeyCount => _young.Count + OnlyOld().Count();

    /// <summary>Counts the accumulators that are held, over all keys.</summary>
    public int HeldCount { get; private set; }

    /// <summary>
    /// Takes the next event in order of time; what its key did in the time before it, or null where there is no room
    /// for the event.
    /// </summary>
    public EventWindow<TKey, TAccumulate>? Take(long eventTicks, TKey key, TEvent value)
    {
        if (eventTicks >= _nextGeneration)
        {
            HeldCount -= OnlyOld().Sum(static pair => pair.Value.HeldCount);
            _old.Clear();
            (_young, _old) = (_old, _young);
            _nextGeneration = eventTicks + size;
        }

        var queue = QueueOf(key);
        if (queue is not null)
        {
            HeldCount -= queue.HeldCount;
            queue.MoveTo(eventTicks, size);
            HeldCount += queue.HeldCount;
        }

        if (queue is not { HasPendingElement: true })
        {
            if (HeldCount >= maxHeld)
            {
                return null;
            }

            HeldCount++;
        }

        if (queue is null)
        {
            queue = new(aggregate.Seed, aggregate.Merge);
            _young.Add(key, queue);
        }

        var (sum, events) = queue.Query();
        queue.Add(eventTicks, value, aggregate.Add);
        return new EventWindow<TKey, TAccumulate>(key, eventTicks - size, eventTicks, sum, events, isPartial: false);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(size);
        writer.WriteInt64(_nextGeneration);
        writer.WriteCount(_young.Count);
        writer.WriteCount(KeyCount - _young.Count);
        foreach (var (key, queue) in Known())
        {
            writer.Write(key);
            queue.Snapshot(writer);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        if (reader.ReadInt64() is var other && other != size)
        {
            throw new SnapshotException(
                $"The snapshot was made with a size of {new TimeSpan(other)}, not {new TimeSpan(size)}.");
        }

        _young.Clear();
        _old.Clear();
        _nextGeneration = reader.ReadInt64();
        if (_nextGeneration > DateTimeOffset.MaxValue.Ticks + size)
        {
            throw new SnapshotException($"Keys that are old at tick {_nextGeneration}: the snapshot is damaged.");
        }

        var (young, old) = (reader.ReadCount(), reader.ReadCount());
        Restore(reader, young, _young);
        Restore(reader, old, _old);
        HeldCount = Known().Sum(static pair => pair.Value.HeldCount);
        if (HeldCount > maxHeld)
        {
            throw new SnapshotException(
                $"The snapshot holds {HeldCount} accumulators; at most {maxHeld} are kept.");
        }
    }

    private void Restore(SnapshotReader reader, int count, Dictionary<TKey, SlidingQueue<TAccumulate>> queues)
    {
        for (var left = count; left > 0; left--)
        {
            var key = reader.Read<TKey>();
            var queue = new SlidingQueue<TAccumulate>(aggregate.Seed, aggregate.Merge);
            queue.Restore(reader);
            if (key is null || _young.ContainsKey(key) || !queues.TryAdd(key, queue))
            {
                throw new SnapshotException($"The key '{key}' missing or twice: the snapshot is damaged.");
            }
        }
    }

    private IEnumerable<KeyValuePair<TKey, SlidingQueue<TAccumulate>>> Known() =>
        _young.Concat(OnlyOld());

    private IEnumerable<KeyValuePair<TKey, SlidingQueue<TAccumulate>>> OnlyOld() =>
        _old.Where(pair => !_young.ContainsKey(pair.Key));

    private SlidingQueue<TAccumulate>? QueueOf(TKey key)
    {
        if (!_young.TryGetValue(key, out var queue) && _old.TryGetValue(key, out queue))
        {
            _young.Add(key, queue);
        }

        return queue;
    }
}
