using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>
/// Says what may start next: no more at a time than a bound, and of equal keys one after the other, in the order in
/// which they were added. Keys take turns, so that one with many items holds up none. It starts nothing itself, knows
/// no thread, and costs O(1) for each item.
/// </summary>
internal sealed class KeyedSchedule<T>(int maxRunning)
{
    // The key of an item that runs or is ready is here, with the items that wait for it.
    private readonly Dictionary<object, Queue<T>?> _keys = new(RecordKeyComparer.Instance);
    private readonly Queue<(object? Key, T Item)> _ready = new();

    /// <summary>Tells how many have been started and not finished.</summary>
    public int Running { get; private set; }

    /// <summary>Tells how many keys are known: those of items that run, are ready or wait.</summary>
    public int Keys => _keys.Count;

    /// <summary>Adds an item; one without a key waits for no other.</summary>
    public void Add(object? key, T item)
    {
        if (key is null || _keys.TryAdd(key, null))
        {
            _ready.Enqueue((key, item));
            return;
        }

        ref var waiting = ref CollectionsMarshal.GetValueRefOrNullRef(_keys, key);
        (waiting ??= new Queue<T>()).Enqueue(item);
    }

    /// <summary>Takes the next item if one may start.</summary>
    public bool TryStart(out object? key, out T item)
    {
        (key, item) = (null, default!);
        if (Running >= maxRunning || !_ready.TryDequeue(out var next))
        {
            return false;
        }

        Running++;
        (key, item) = next;
        return true;
    }

    /// <summary>An item with this key that was started has ended.</summary>
    public void Finish(object? key)
    {
        Running--;
        Free(key);
    }

    /// <summary>Forgets items that have not been started.</summary>
    public void Drop(Func<T, bool> isDropped)
    {
        foreach (var waiting in _keys.Values.OfType<Queue<T>>())
        {
            Filter(waiting, item => !isDropped(item));
        }

        for (var left = _ready.Count; left > 0; left--)
        {
            var (key, item) = _ready.Dequeue();
            if (isDropped(item))
            {
                Free(key);
            }
            else
            {
                _ready.Enqueue((key, item));
            }
        }
    }

    private void Free(object? key)
    {
        if (key is null)
        {
            return;
        }

        if (_keys[key] is { } waiting && waiting.TryDequeue(out var next))
        {
            _ready.Enqueue((key, next));
        }
        else
        {
            _keys.Remove(key);
        }
    }

    private static void Filter(Queue<T> queue, Func<T, bool> isKept)
    {
        for (var left = queue.Count; left > 0; left--)
        {
            var item = queue.Dequeue();
            if (isKept(item))
            {
                queue.Enqueue(item);
            }
        }
    }
}
