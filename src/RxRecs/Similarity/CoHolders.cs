using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Counts, for each item, the users who hold it together with each other item, by how many items these users hold: what
/// is needed to say how alike they are without looking at them. Counts follow every change of what a user holds.
/// </summary>
/// <remarks>
/// An item has a table of those that are most often held with it, whose counts are exact, and the floor, which none of
/// the others exceeded when they were last counted. What was added since to others is in a second, smaller table
/// (Space-Saving). Once as much was added to others as there are holders, all are counted anew from the holders: so the
/// cost per event stays what it was, and what becomes frequent gets into the table.
/// </remarks>
internal sealed class CoHolders
{
    private const int MaxColumns = 8;
    private readonly int _lastCount;
    private readonly int _capacity;
    private CoItemTable<int>?[] _tables = [];
    private CoItemTable<int>?[] _others = [];
    private int[] _missed = [];
    private int[] _generations = [];

    public CoHolders(int lastCount, int capacity)
    {
        _lastCount = lastCount;
        _capacity = capacity;
        Columns = Math.Clamp(lastCount - 1, 1, MaxColumns);
    }

    /// <summary>Gives the number of classes that users are in by how many items they hold.</summary>
    public int Columns { get; }

    public int Capacity => _capacity;

    public long KeyOf(int item) => CoItemTable<int>.Key(item, _generations[item]);

    /// <summary>The items that are most often held with one.</summary>
    public CoItemTable<int> Table(int item) => _tables[item]!;

    /// <summary>Tells what was added to others since all were counted.</summary>
    public CoItemTable<int> Others(int item) => _others[item]!;

    /// <summary>Tells how many users hold an item that is in neither table with another, at the most.</summary>
    public int FloorOf(int item) => Table(item).Floor + Others(item).Floor;

    /// <summary>Gives the item of a cell; -1 where that item is no more.</summary>
    public int ItemOf(long key) => key >= 0 && KeyOf((int)(uint)key) == key ? (int)(uint)key : -1;

    /// <summary>
    /// Gives the class of users who hold so many items, from 2: the size alone, where there are few, or a range; those
    /// who hold as many as can be are a class of their own.
    /// </summary>
    public int ColumnOf(int size) =>
        _lastCount - 1 <= MaxColumns ? size - 2 : (size - 2) * (MaxColumns - 1) / (_lastCount - 2);

    public void AddItem(int item)
    {
        if (item >= _tables.Length)
        {
            var size = Math.Max(4, item * 2);
            Array.Resize(ref _tables, size);
            Array.Resize(ref _others, size);
            Array.Resize(ref _missed, size);
            Array.Resize(ref _generations, size);
        }

        _tables[item] ??= new(Columns);
        _others[item] ??= new(Columns);
        Clear(item);
        _generations[item]++;
    }

    /// <summary>Forgets an item: cells that name it are nobody's from now on.</summary>
    public void RemoveItem(int item) => _generations[item]++;

    public void AddPair(int x, int y, int size)
    {
        var column = ColumnOf(size);
        Add(x, KeyOf(y), column);
        Add(y, KeyOf(x), column);
    }

    public void RemovePair(int x, int y, int size)
    {
        var column = ColumnOf(size);
        Remove(x, KeyOf(y), column);
        Remove(y, KeyOf(x), column);
    }

    /// <summary>Takes note that a user who holds two items holds more, or fewer, in all.</summary>
    public void MovePair(int x, int y, int size, int newSize)
    {
        if (ColumnOf(size) != ColumnOf(newSize))
        {
            RemovePair(x, y, size);
            AddPair(x, y, newSize);
        }
    }

    /// <summary>Tells whether so much was added to others that all are to be counted anew.</summary>
    public bool IsWorn(int item, int holders) => _missed[item] >= Math.Max(_capacity, holders);

    /// <summary>Forgets all counts of an item.</summary>
    public void Clear(int item)
    {
        _tables[item]!.Clear();
        _others[item]!.Clear();
        _missed[item] = 0;
    }

    public void Snapshot(SnapshotWriter writer, int item, Action<long> writeKey)
    {
        writer.WriteInt32(_missed[item]);
        _tables[item]!.Snapshot(writer, writeKey, writer.WriteInt32);
        _others[item]!.Snapshot(writer, writeKey, writer.WriteInt32);
    }

    public void Restore(SnapshotReader reader, int item, Func<long> readKey)
    {
        _missed[item] = ReadNumber(reader);
        _tables[item]!.Restore(reader, _capacity, readKey, () => ReadNumber(reader));
        _others[item]!.Restore(reader, OtherCapacity, readKey, () => ReadNumber(reader));
    }

    private int OtherCapacity => Math.Max(1, _capacity / 4);

    private void Add(int item, long key, int column)
    {
        var table = _tables[item]!;
        var place = table.Find(key);
        if (place < 0 && table.Count < _capacity && FloorOf(item) == 0 && _others[item]!.Count == 0)
        {
            place = table.Append(key);
        }

        if (place >= 0)
        {
            table.AddAt(place, column, 1);
        }
        else
        {
            _missed[item]++;
            _others[item]!.Add(key, column, 1, OtherCapacity);
        }
    }

    private void Remove(int item, long key, int column)
    {
        var table = _tables[item]!;
        (table.Find(key) >= 0 ? table : _others[item]!).Remove(key, column, 1);
    }

    private static int ReadNumber(SnapshotReader reader) =>
        reader.ReadInt32() is var number and >= 0
            ? number
            : throw new SnapshotException("A count below zero: the snapshot is damaged.");
}
