using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The last distinct items of each user and, the other way round, the users who hold each item, newest first. A user
/// has a row of cells, one per item; each cell is also a link in the list of its item's holders, so both sides change
/// in one step. Learning costs one look at the row. Slots of users and items that have gone are used again.
/// </summary>
internal sealed class HeldItems<TUser, TItem>(int lastCount, int maxUsers)
    where TUser : notnull
    where TItem : notnull
{
    public const int None = -1;
    private readonly RecencyList _recency = new();
    private KeyTable<TUser> _users = new(null);
    private KeyTable<TItem> _items = new(null);
    private int[] _counts = new int[4];
    private int[] _first = new int[4];
    private Cell[] _cells = new Cell[4 * lastCount];
    private long _clock;

    public int UserCount => _users.Count;

    public int ItemCount => _items.Count;

    /// <summary>Every slot of a user is below.</summary>
    public int UserSlots => _users.SlotsUsed;

    /// <summary>Every slot of an item is below.</summary>
    public int ItemSlots => _items.SlotsUsed;

    public long EvictedUsers { get; private set; }

    public int SlotOf(TUser user) => _users.Find(user);

    public int SlotOfItem(TItem item) => _items.Find(item);

    public ReadOnlySpan<Cell> Row(int user) => _cells.AsSpan(user * lastCount, _counts[user]);

    public ref readonly Cell CellAt(int cell) => ref _cells[cell];

    public int FirstHolder(int item) => _first[item];

    public TItem ItemAt(int item) => _items[item];

    public void Learn(TUser user, TItem item)
    {
        var userSlot = _users.Find(user);
        var itemSlot = _items.Find(item);
        if (userSlot != None)
        {
            _recency.Touch(userSlot);
        }
        else
        {
            var evicted = EvictedUsers;
            userSlot = AddUser(user);
            itemSlot = evicted == EvictedUsers ? itemSlot : _items.Find(item);
        }

        var cell = CellFor(userSlot, itemSlot);
        Touch(cell, itemSlot == None ? AddItem(item) : itemSlot);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_clock);
        writer.WriteInt64(EvictedUsers);
        writer.WriteCount(UserCount);
        for (var user = _recency.Oldest; user != None; user = _recency.NewerThan(user))
        {
            writer.Write(_users[user]);
            var row = Row(user);
            writer.WriteCount(row.Length);
            foreach (ref readonly var cell in row)
            {
                writer.Write(_items[cell.Item]);
                writer.WriteInt64(cell.Touched);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Clear();
        var clock = reader.ReadInt64();
        EvictedUsers = reader.ReadInt64();
        var users = reader.ReadCount();
        if (users > maxUsers)
        {
            throw new SnapshotException($"The snapshot holds {users} users; at most {maxUsers} are kept.");
        }

        var links = new List<(long Touched, int Cell, int Item)>();
        var last = 0L;
        for (var i = 0; i < users; i++)
        {
            last = RestoreRow(reader, links, last);
        }

        Relink(links, clock);
    }

    private long RestoreRow(SnapshotReader reader, List<(long Touched, int Cell, int Item)> links, long lastOfOlderUser)
    {
        var user = reader.Read<TUser>();
        var count = reader.ReadCount();
        if (user is null || _users.Find(user) != None || count < 1 || count > lastCount)
        {
            throw new SnapshotException(
                $"User {UserCount} missing, twice, or with {count} items: the snapshot is damaged.");
        }

        var slot = AddUser(user);
        var last = 0L;
        for (var i = 0; i < count; i++)
        {
            var item = RestoreItem(reader, slot);
            var cell = (slot * lastCount) + i;
            _cells[cell] = new Cell { Item = item, User = slot };
            _counts[slot]++;
            links.Add((reader.ReadInt64(), cell, item));
            last = Math.Max(last, links[^1].Touched);
        }

        return last > lastOfOlderUser ? last : throw Disordered();
    }

    private int RestoreItem(SnapshotReader reader, int user)
    {
        var item = reader.Read<TItem>();
        var slot = item is null ? throw Disordered() : _items.Find(item);
        foreach (ref readonly var other in Row(user))
        {
            if (other.Item == slot)
            {
                throw new SnapshotException($"User {UserCount} holds an item twice: the snapshot is damaged.");
            }
        }

        return slot == None ? AddItem(item) : slot;
    }

    private void Relink(List<(long Touched, int Cell, int Item)> links, long clock)
    {
        links.Sort();
        var previous = 0L;
        foreach (var (touched, cell, item) in links)
        {
            if (touched <= previous)
            {
                throw Disordered();
            }

            previous = _clock = touched - 1;
            Touch(cell, item);
            previous = touched;
        }

        _clock = clock >= previous ? clock : throw Disordered();
    }

    private static SnapshotException Disordered() =>
        new("Items that were not touched one after the other: the snapshot is damaged.");

    private void Clear()
    {
        while (_recency.Oldest != None)
        {
            _recency.Remove(_recency.Oldest);
        }

        _users = new(null);
        _items = new(null);
    }

    /// <summary>The cell of the row that holds the item, a free one, or the one touched longest ago, emptied.</summary>
    private int CellFor(int user, int item)
    {
        var row = Row(user);
        var oldest = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Item == item)
            {
                UnlinkCell((user * lastCount) + i);
                return (user * lastCount) + i;
            }

            if (row[i].Touched < row[oldest].Touched)
            {
                oldest = i;
            }
        }

        var cell = (user * lastCount) + (row.Length < lastCount ? _counts[user]++ : oldest);
        if (row.Length == lastCount)
        {
            Drop(cell);
        }

        _cells[cell].User = user;
        return cell;
    }

    private void Touch(int cell, int item)
    {
        ref var link = ref _cells[cell];
        ref var first = ref _first[item];
        link.Item = item;
        link.Touched = ++_clock;
        link.Newer = None;
        link.Older = first;
        if (first != None)
        {
            _cells[first].Newer = cell;
        }

        first = cell;
    }

    private void UnlinkCell(int cell)
    {
        ref var link = ref _cells[cell];
        if (link.Newer != None)
        {
            _cells[link.Newer].Older = link.Older;
        }
        else
        {
            _first[link.Item] = link.Older;
        }

        if (link.Older != None)
        {
            _cells[link.Older].Newer = link.Newer;
        }
    }

    /// <summary>Empties a cell; an item that nobody holds any more is forgotten.</summary>
    private void Drop(int cell)
    {
        UnlinkCell(cell);
        var item = _cells[cell].Item;
        if (_first[item] == None)
        {
            _items.Remove(item);
        }
    }

    private int AddItem(TItem item)
    {
        var slot = _items.Add(item);
        if (slot == _first.Length)
        {
            Array.Resize(ref _first, slot * 2);
        }

        _first[slot] = None;
        return slot;
    }

    private int AddUser(TUser user)
    {
        if (_users.Count == maxUsers)
        {
            EvictOldest();
        }

        var slot = _users.Add(user);
        if (slot == _counts.Length)
        {
            var size = (int)Math.Min((long)slot * 2, maxUsers);
            Array.Resize(ref _counts, size);
            Array.Resize(ref _cells, size * lastCount);
        }

        _counts[slot] = 0;
        _recency.Add(slot);
        return slot;
    }

    private void EvictOldest()
    {
        var user = _recency.Oldest;
        for (var i = 0; i < _counts[user]; i++)
        {
            Drop((user * lastCount) + i);
        }

        _recency.Remove(user);
        _users.Remove(user);
        EvictedUsers++;
    }

    /// <summary>
    /// That a user holds an item: a place in the user's row and a link in the item's list of holders.
    /// </summary>
    internal struct Cell
    {
        public int Item;
        public int User;
        public int Newer;
        public int Older;
        public long Touched;
    }
}
