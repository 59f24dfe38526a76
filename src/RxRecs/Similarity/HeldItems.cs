using RxRecs.Machines;

namespace RxRecs.Similarity;

/// <summary>
/// The last distinct items of each user and, the other way round, the users who hold each item, newest first. A user has a row
/// of cells, one per item; each cell is also a link in the list of its item's holders, so both sides change in one step. Learning
/// costs one look at the row. Slots of users and items that have gone are used again.
/// </summary>
internal sealed class HeldItems<TUser, TItem>(int lastCount, int maxUsers)
    where TUser : notnull
    where TItem : notnull
{
    public const int None = -1;
    private readonly Dictionary<TUser, int> _userSlots = [];
    private readonly Dictionary<TItem, int> _itemSlots = [];
    private readonly Stack<int> _freeItems = [];
    private UserRow[] _users = new UserRow[4];
    private ItemList[] _items = new ItemList[4];
    private Cell[] _cells = new Cell[4 * lastCount];
    private long _clock;
    private int _newest = None;
    private int _oldest = None;

    public int UserCount => _userSlots.Count;

    public int ItemCount => _itemSlots.Count;

    /// <summary>How many item slots have ever been in use; every slot is below.</summary>
    public int ItemSlots => _itemSlots.Count + _freeItems.Count;

    public long EvictedUsers { get; private set; }

    public int SlotOf(TUser user) => _userSlots.TryGetValue(user, out var slot) ? slot : None;

    public ReadOnlySpan<Cell> Row(int user) => _cells.AsSpan(user * lastCount, _users[user].Count);

    public ref readonly Cell CellAt(int cell) => ref _cells[cell];

    public int FirstHolder(int item) => _items[item].First;

    public TItem ItemAt(int item) => _items[item].Key;

    public void Learn(TUser user, TItem item)
    {
        var itemSlot = _itemSlots.TryGetValue(item, out var known) ? known : None;
        var userSlot = SlotOf(user);
        if (userSlot == None)
        {
            userSlot = AddUser(user);
        }
        else if (userSlot != _newest)
        {
            UnlinkUser(userSlot);
            LinkNewest(userSlot);
        }

        // An eviction, of the oldest user, may have freed the item's slot.
        if (itemSlot != None && !_items[itemSlot].InUse)
        {
            itemSlot = None;
        }

        Touch(CellFor(userSlot, itemSlot), itemSlot == None ? AddItem(item) : itemSlot);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_clock);
        writer.WriteInt64(EvictedUsers);
        writer.WriteCount(UserCount);
        for (var user = _oldest; user != None; user = _users[user].Newer)
        {
            writer.Write(_users[user].Key);
            var row = Row(user);
            writer.WriteCount(row.Length);
            foreach (ref readonly var cell in row)
            {
                writer.Write(_items[cell.Item].Key);
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
        if (_userSlots.ContainsKey(user))
        {
            throw new SnapshotException($"The user {user} is there twice: the snapshot is damaged.");
        }

        var slot = AddUser(user);
        var count = reader.ReadCount();
        if (count < 1 || count > lastCount)
        {
            throw new SnapshotException($"The user {user} holds {count} items, not 1 to {lastCount}: the snapshot is damaged.");
        }

        var last = 0L;
        for (var i = 0; i < count; i++)
        {
            var item = reader.Read<TItem>();
            var itemSlot = _itemSlots.TryGetValue(item, out var known) ? known : AddItem(item);
            foreach (ref readonly var other in Row(slot))
            {
                if (other.Item == itemSlot)
                {
                    throw new SnapshotException($"The user {user} holds {item} twice: the snapshot is damaged.");
                }
            }

            var cell = (slot * lastCount) + i;
            _cells[cell] = new Cell { Item = itemSlot, User = slot, Newer = None, Older = None };
            _users[slot].Count++;
            links.Add((reader.ReadInt64(), cell, itemSlot));
            last = Math.Max(last, links[^1].Touched);
        }

        return last > lastOfOlderUser ? last : throw Disordered();
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

    private static SnapshotException Disordered() => new("Items that were not touched one after the other: the snapshot is damaged.");

    private void Clear()
    {
        _userSlots.Clear();
        _itemSlots.Clear();
        _freeItems.Clear();
        Array.Clear(_users);
        Array.Clear(_items);
        Array.Clear(_cells);
        _newest = _oldest = None;
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

        var cell = (user * lastCount) + (row.Length < lastCount ? _users[user].Count++ : oldest);
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
        ref var list = ref _items[item];
        link.Item = item;
        link.Touched = ++_clock;
        link.Newer = None;
        link.Older = list.First;
        if (list.First != None)
        {
            _cells[list.First].Newer = cell;
        }

        list.First = cell;
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
            _items[link.Item].First = link.Older;
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
        if (_items[item].First == None)
        {
            _itemSlots.Remove(_items[item].Key);
            _items[item] = default;
            _freeItems.Push(item);
        }
    }

    private int AddItem(TItem item)
    {
        var slot = _freeItems.Count > 0 ? _freeItems.Peek() : _itemSlots.Count;
        _itemSlots.Add(item, slot);
        _freeItems.TryPop(out _);
        if (slot == _items.Length)
        {
            Array.Resize(ref _items, slot * 2);
        }

        _items[slot] = new ItemList { Key = item, First = None, InUse = true };
        return slot;
    }

    private int AddUser(TUser user)
    {
        var slot = _userSlots.Count < maxUsers ? _userSlots.Count : EvictOldest();
        _userSlots.Add(user, slot);
        if (slot == _users.Length)
        {
            var size = (int)Math.Min((long)slot * 2, maxUsers);
            Array.Resize(ref _users, size);
            Array.Resize(ref _cells, size * lastCount);
        }

        _users[slot] = new UserRow { Key = user };
        LinkNewest(slot);
        return slot;
    }

    private int EvictOldest()
    {
        var user = _oldest;
        for (var i = 0; i < _users[user].Count; i++)
        {
            Drop((user * lastCount) + i);
        }

        UnlinkUser(user);
        _userSlots.Remove(_users[user].Key);
        EvictedUsers++;
        return user;
    }

    private void LinkNewest(int user)
    {
        _users[user].Newer = None;
        _users[user].Older = _newest;
        if (_newest != None)
        {
            _users[_newest].Newer = user;
        }
        else
        {
            _oldest = user;
        }

        _newest = user;
    }

    private void UnlinkUser(int user)
    {
        var (newer, older) = (_users[user].Newer, _users[user].Older);
        if (newer != None)
        {
            _users[newer].Older = older;
        }
        else
        {
            _newest = older;
        }

        if (older != None)
        {
            _users[older].Newer = newer;
        }
        else
        {
            _oldest = newer;
        }
    }

    /// <summary>That a user holds an item: a place in the user's row and a link in the item's list of holders.</summary>
    internal struct Cell
    {
        public int Item;
        public int User;
        public int Newer;
        public int Older;
        public long Touched;
    }

    private struct UserRow
    {
        public TUser Key;
        public int Count;
        public int Newer;
        public int Older;
    }

    private struct ItemList
    {
        public TItem Key;
        public int First;
        public bool InUse;
    }
}
