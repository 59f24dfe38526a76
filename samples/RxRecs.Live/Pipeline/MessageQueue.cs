namespace RxRecs.Live.Pipeline;

/// <summary>
/// A bounded queue from one thread to one other, without a lock: whoever adds waits while it is full, whoever takes
/// does not wait.
/// </summary>
internal sealed class MessageQueue<T>(int capacity) : IDisposable
{
    private readonly T[] _places = new T[capacity];
    private readonly IdleWait _room = new();
    private long _added;
    private long _taken;

    /// <summary>Tells how many wait.</summary>
    public int Count => (int)(Volatile.Read(ref _added) - Volatile.Read(ref _taken));

    /// <summary>Adds a message, once there is room.</summary>
    /// <exception cref="OperationCanceledException">There was none before the end.</exception>
    public void Add(in T message, CancellationToken cancellationToken)
    {
        while (Count == capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _room.Rest(() => Count < capacity);
        }

        _places[_added % capacity] = message;
        Volatile.Write(ref _added, _added + 1);
    }

    /// <summary>Takes the message that came first; false where there is none.</summary>
    public bool TryTake(out T message)
    {
        var count = Count;
        if (count == 0)
        {
            message = default!;
            return false;
        }

        ref var place = ref _places[_taken % capacity];
        message = place;
        place = default!;
        Volatile.Write(ref _taken, _taken + 1);
        if (count == capacity / 2)
        {
            // Not for each: the other thread would wake for a single message.
            _room.Wake();
        }

        return true;
    }

    public void Dispose() => _room.Dispose();
}
