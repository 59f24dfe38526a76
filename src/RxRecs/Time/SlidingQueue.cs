using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The aggregate of a queue from which the oldest leaves, for aggregates that cannot be undone: two stacks, as in the
/// classic queue made of two. The older part holds for each element the aggregate from it to the part's end, the
/// younger part the elements and one aggregate of all. When the older part runs empty the younger becomes the older,
/// which costs one merge per element; so every element costs two merges in all.
/// </summary>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
internal sealed class SlidingQueue<TAccumulate>(
    Func<TAccumulate> seed, Func<TAccumulate, TAccumulate, TAccumulate> merge)
{
    private Element[] _elements = new Element[4];
    private int _head;
    private int _older;
    private int _count;
    private TAccumulate _younger = default!;
    private long _events;
    private Element _pending;

    /// <summary>Counts the elements that are held: one per distinct time.</summary>
    public int HeldCount => _count + (_pending.Events == 0 ? 0 : 1);

    /// <summary>Tells whether an event at the time that the queue has moved to needs no further element.</summary>
    public bool HasPendingElement => _pending.Events != 0;

    /// <summary>
    /// Goes on to a time that is not before the last: what happened before it counts, what is too old
    /// leaves.
    /// </summary>
    public void MoveTo(long ticks, long size)
    {
        if (_pending.Events != 0 && _pending.Ticks < ticks)
        {
            Push(_pending);
            _pending = default;
        }

        Evict(ticks - size);
    }

    /// <summary>The aggregate of all but what happened at the very time that the queue has moved to.</summary>
    public (TAccumulate Value, long Events) Query()
    {
        var value = seed();
        value = _older == 0 ? value : merge(value, At(0).Value);
        value = _older == _count ? value : merge(value, _younger);
        return (value, _events);
    }

    /// <summary>Adds an event at the time that the queue has moved to.</summary>
    public void Add<TEvent>(long ticks, TEvent value, Func<TAccumulate, TEvent, TAccumulate> add)
    {
        var sum = add(_pending.Events == 0 ? seed() : _pending.Value, value);
        _pending = new Element(ticks, sum, _pending.Events + 1);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_count);
        for (var i = 0; i < _count; i++)
        {
            Write(writer, At(i));
        }

        writer.WriteCount(_older);
        if (_older != _count)
        {
            writer.Write(_younger);
        }

        writer.WriteBoolean(_pending.Events != 0);
        if (_pending.Events != 0)
        {
            Write(writer, _pending);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            Append(Read(reader, after: _count == 0 ? -1 : At(_count - 1).Ticks));
        }

        _older = reader.ReadSize();
        if (_older > _count)
        {
            throw new SnapshotException($"{_older} of {_count} elements: the snapshot is damaged.");
        }

        _younger = _older == _count ? default! : reader.Read<TAccumulate>();
        _pending = reader.ReadBoolean() ? Read(reader, after: _count == 0 ? -1 : At(_count - 1).Ticks) : default;
    }

    private static void Write(SnapshotWriter writer, in Element element)
    {
        writer.WriteInt64(element.Ticks);
        writer.Write(element.Value);
        writer.WriteInt64(element.Events);
    }

    private static Element Read(SnapshotReader reader, long after)
    {
        var element = new Element(reader.ReadInt64(), reader.Read<TAccumulate>(), reader.ReadInt64());
        return element.Events > 0 && element.Ticks > after && element.Ticks <= DateTimeOffset.MaxValue.Ticks
            ? element
            : throw new SnapshotException(
                $"An element of {element.Events} events at tick {element.Ticks}: the snapshot is damaged.");
    }

    private ref Element At(int index) => ref _elements[(_head + index) & (_elements.Length - 1)];

    private void Push(Element element)
    {
        _younger = merge(_older == _count ? seed() : _younger, element.Value);
        Append(element);
    }

    private void Append(Element element)
    {
        if (_count == _elements.Length)
        {
            var larger = new Element[_count * 2];
            for (var i = 0; i < _count; i++)
            {
                larger[i] = At(i);
            }

            (_elements, _head) = (larger, 0);
        }

        At(_count++) = element;
        _events += element.Events;
    }

    private void Evict(long before)
    {
        if (_count == 0 || At(0).Ticks >= before)
        {
            return;
        }

        do
        {
            Pop();
        }
        while (_count != 0 && At(0).Ticks < before);
        if (_older == 0 && _count != 0)
        {
            MakeOlder();
        }
    }

    private void Pop()
    {
        ref var first = ref At(0);
        _events -= first.Events;
        first = default;
        _head = (_head + 1) & (_elements.Length - 1);
        _count--;
        _older = Math.Max(0, _older - 1);
    }

    private void MakeOlder()
    {
        for (var i = _count - 2; i >= 0; i--)
        {
            ref var element = ref At(i);
            element = element with { Value = merge(element.Value, At(i + 1).Value) };
        }

        _older = _count;
        _younger = default!;
    }

    private readonly record struct Element(long Ticks, TAccumulate Value, long Events);
}
