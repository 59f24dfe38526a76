using System.Numerics;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Keeps what occurred together with one item, and how much: exact up to a bound, Space-Saving beyond (Metwally,
/// Agrawal and El Abbadi 2005). A cell that makes room raises the floor, which nothing outside of the table exceeds; a
/// new cell starts with the floor as its error, so that the truth lies between <c>total - error</c> and <c>total</c>.
/// </summary>
/// <remarks>
/// Deviation: weights may be taken back, so that the floor is what was evicted at the most, not the least total of now.
/// Cells lie in plain arrays, looked through by vectors: for some hundred of them no index is as fast, or as small.
/// Places are a matter of history alone: the same events give the same places, and the first of equal totals goes.
/// </remarks>
internal sealed class CoItemTable<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public const int None = -1;
    private readonly int _columns;
    private long[] _keys = [];
    private T[] _totals = [];
    private T[] _errors = [];
    private T[] _parts = [];
    private long[] _times = [];

    /// <summary>Makes an empty table.</summary>
    /// <param name="columns">The number of parts in which a total is kept; 1 for the total alone.</param>
    public CoItemTable(int columns) => _columns = columns;

    public int Count { get; private set; }

    /// <summary>Tells what an item that has no cell has at the most.</summary>
    public T Floor { get; set; }

    /// <summary>Names an item by its slot and by how often the slot was given out, so that no other takes its
    /// cells.</summary>
    public static long Key(int slot, int generation) => ((long)generation << 32) | (uint)slot;

    public long KeyAt(int place) => _keys[place];

    /// <summary>Tells what is certain.</summary>
    public T LowerAt(int place) => _totals[place] - _errors[place];

    public T ErrorAt(int place) => _errors[place];

    /// <summary>Tells when the item was last added; 0 where times do not count.</summary>
    public long TimeAt(int place) => _columns > 1 ? 0 : _times[place];

    public T PartAt(int place, int column) =>
        _columns == 1 ? LowerAt(place) : _parts[(place * _columns) + column];

    public int Find(long key) => _keys.AsSpan(0, Count).IndexOf(key);

    public void Add(long key, int column, T weight, int capacity, long time = 0) =>
        AddAt(PlaceOf(key, capacity, out _, out _), column, weight, time);

    /// <summary>Gives the cell of an item: its own, a new one, or that of the least total, which makes room.</summary>
    public int PlaceOf(long key, int capacity, out bool isNew, out T evicted)
    {
        var place = Find(key);
        isNew = place < 0;
        evicted = T.Zero;
        return !isNew ? place : Count < capacity ? Append(key) : Replace(key, out evicted);
    }

    public void AddAt(int place, int column, T weight, long time = 0)
    {
        _totals[place] += weight;
        if (_columns > 1)
        {
            _parts[(place * _columns) + column] += weight;
        }
        else
        {
            _times[place] = Math.Max(_times[place], time);
        }
    }

    /// <summary>Sets a cell of a table without parts.</summary>
    public void Put(int place, T total, T error) => (_totals[place], _errors[place]) = (total, error);

    /// <summary>Gives the cell of one place to another place.</summary>
    public void Move(int place, int to)
    {
        (_keys[to], _totals[to], _errors[to]) = (_keys[place], _totals[place], _errors[place]);
        if (_columns > 1)
        {
            _parts.AsSpan(place * _columns, _columns).CopyTo(_parts.AsSpan(to * _columns, _columns));
        }
        else
        {
            _times[to] = _times[place];
        }
    }

    /// <summary>Leaves the first cells alone.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Gives a cell to an item that has none.</summary>
    public int Append(long key)
    {
        if (Count == _keys.Length)
        {
            var size = Math.Max(4, Count * 2);
            Array.Resize(ref _keys, size);
            Array.Resize(ref _totals, size);
            Array.Resize(ref _errors, size);
            Array.Resize(ref _times, _columns == 1 ? size : 0);
            Array.Resize(ref _parts, _columns > 1 ? size * _columns : 0);
        }

        Set(Count, key);
        return Count++;
    }

    /// <summary>Takes back what was added, with a cell or before it had one.</summary>
    public void Remove(long key, int column, T weight)
    {
        var place = Find(key);
        if (place == None)
        {
            return;
        }

        // What the column does not hold was added before the item had its cell: it is part of the error, if of
        // anything.
        var known = _columns == 1 ? LowerAt(place) : _parts[(place * _columns) + column];
        if (known >= weight)
        {
            _totals[place] -= weight;
            if (_columns > 1)
            {
                _parts[(place * _columns) + column] -= weight;
            }
        }
        else if (_errors[place] >= weight)
        {
            _totals[place] -= weight;
            _errors[place] -= weight;
        }

        if (_totals[place] <= T.Zero)
        {
            RemoveAt(place);
        }
    }

    public void Clear()
    {
        Count = 0;
        Floor = T.Zero;
    }

    /// <summary>Multiplies all by a factor; what becomes nothing goes.</summary>
    public void Scale(T factor)
    {
        Floor *= factor;
        for (var place = Count - 1; place >= 0; place--)
        {
            _totals[place] *= factor;
            _errors[place] *= factor;
            if (_totals[place] == T.Zero)
            {
                RemoveAt(place);
            }
        }
    }

    public void Snapshot(SnapshotWriter writer, Action<long> writeKey, Action<T> writeNumber)
    {
        writeNumber(Floor);
        writer.WriteCount(Count);
        for (var place = 0; place < Count; place++)
        {
            writeKey(_keys[place]);
            writeNumber(_totals[place]);
            writeNumber(_errors[place]);
            for (var column = 0; _columns > 1 && column < _columns; column++)
            {
                writeNumber(_parts[(place * _columns) + column]);
            }

            if (_columns == 1)
            {
                writer.WriteInt64(_times[place]);
            }
        }
    }

    /// <summary>Reads a table.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <param name="capacity">The maximum number of cells.</param>
    /// <param name="readKey">A function that reads a key; -1 is one that will never be asked for again.</param>
    /// <param name="readNumber">A function that reads a number that is finite and not negative.</param>
    public void Restore(SnapshotReader reader, int capacity, Func<long> readKey, Func<T> readNumber)
    {
        Clear();
        var floor = readNumber();
        var count = reader.ReadCount();
        if (count > capacity)
        {
            throw new SnapshotException($"An item has {count} neighbors; at most {capacity} are kept.");
        }

        for (var place = 0; place < count; place++)
        {
            var key = readKey();
            if (key != -1 && Find(key) >= 0)
            {
                throw new SnapshotException("An item is the neighbor of another twice: the snapshot is damaged.");
            }

            RestoreCell(reader, Append(key), readNumber);
        }

        Floor = floor;
    }

    private void RestoreCell(SnapshotReader reader, int place, Func<T> readNumber)
    {
        _totals[place] = readNumber();
        _errors[place] = readNumber();
        var sum = _errors[place];
        for (var column = 0; _columns > 1 && column < _columns; column++)
        {
            sum += _parts[(place * _columns) + column] = readNumber();
        }

        if ((_columns > 1 && sum != _totals[place]) || _errors[place] > _totals[place])
        {
            throw new SnapshotException("A neighbor's parts do not add up: the snapshot is damaged.");
        }

        if (_columns == 1)
        {
            _times[place] = reader.ReadInt64();
        }
    }

    private int Replace(long key, out T evicted)
    {
        var totals = _totals.AsSpan(0, Count);
        var place = totals.IndexOf(Least(totals));
        evicted = totals[place];
        Floor = T.Max(Floor, evicted);
        Set(place, key);
        return place;
    }

    private void Set(int place, long key)
    {
        (_keys[place], _totals[place], _errors[place]) = (key, Floor, Floor);
        if (_columns > 1)
        {
            _parts.AsSpan(place * _columns, _columns).Clear();
        }
        else
        {
            _times[place] = 0;
        }
    }

    private void RemoveAt(int place) => Move(--Count, place);

    private static T Least(ReadOnlySpan<T> values)
    {
        var least = T.MaxValue;
        var width = Vector<T>.Count;
        if (values.Length >= width)
        {
            var all = new Vector<T>(least);
            for (; values.Length >= width; values = values[width..])
            {
                all = Vector.Min(all, new Vector<T>(values));
            }

            for (var i = 0; i < width; i++)
            {
                least = T.Min(least, all[i]);
            }
        }

        foreach (var value in values)
        {
            least = T.Min(least, value);
        }

        return least;
    }
}
