using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The last distinct items of each user and, the other way round, the users who hold each item, newest first. A user
/// has a row of cells, one per item; each cell is also a link in the list of its item's holders, so both sides change
/// in one step, and so do the counts of who holds two items at once. What leaves a row is remembered as the user's own
/// for a while longer. Learning costs one look at the row and, for an item that is new in it, a count per pair.
/// Slots of users and items that have gone are used again.
/// </summary>
internal sealed partial class HeldItems<TUser, TItem>(int lastCount, int maxUsers, int ownItems, int maxNeighbors)
    where TUser : notnull
    where TItem : notnull
{
    public const int None = -1;
    private readonly RecencyList _recency = new();
    private KeyTable<TUser> _users = new(null);
    private KeyTable<TItem> _items = new(null);
    private int[] _counts = new int[4];
    private int[] _first = new int[4];
    private int[] _holders = new int[4];
    private int[] _remembered = new int[4];
    private readonly CoHolders _pairs = new(lastCount, maxNeighbors);
    private readonly EarlierItems _earlier = new(ownItems);
    private Cell[] _cells = new Cell[4 * lastCount];
    private long _clock;

    public int UserCount => _users.Count;

    /// <summary>Tells how many items some user holds.</summary>
    public int ItemCount { get; private set; }

    public CoHolders Pairs => _pairs;

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

    public int HolderCount(int item) => _holders[item];

    /// <summary>The items that the user held before those of the row, the oldest first.</summary>
    public ReadOnlySpan<int> Earlier(int user) => _earlier.Of(user);

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

        var held = PlaceOf(userSlot, itemSlot);
        if (held != None)
        {
            UnlinkCell(held);
            Touch(held, itemSlot);
            return;
        }

        var wasEarlier = itemSlot != None && _earlier.Remove(userSlot, itemSlot);
        var cell = FreeCell(userSlot);
        Touch(cell, itemSlot == None ? AddItem(item) : itemSlot);
        if (wasEarlier)
        {
            Forget(itemSlot);
        }

        AddPairs(userSlot, cell);
    }

    /// <summary>Removes a user with all that counts for the user's items.</summary>
    public void Remove(int user)
    {
        var row = Row(user);
        for (var i = 1; i < row.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                _pairs.RemovePair(row[i].Item, row[j].Item, row.Length);
            }
        }

        for (var i = 0; i < row.Length; i++)
        {
            UnlinkCell((user * lastCount) + i);
            DropIfUnknown(row[i].Item);
        }

        foreach (var item in _earlier.Of(user))
        {
            Forget(item);
        }

        _earlier.Clear(user);
        _recency.Remove(user);
        _users.Remove(user);
    }

    /// <summary>The cell of the row that holds the item.</summary>
    private int PlaceOf(int user, int item)
    {
        var row = Row(user);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Item == item)
            {
                return (user * lastCount) + i;
            }
        }

        return None;
    }

    /// <summary>A free cell of the row, or the one touched longest ago, emptied.</summary>
    private int FreeCell(int user)
    {
        var row = Row(user);
        if (row.Length < lastCount)
        {
            MovePairs(row);
            _cells[(user * lastCount) + row.Length].User = user;
            return (user * lastCount) + _counts[user]++;
        }

        var oldest = 0;
        for (var i = 1; i < row.Length; i++)
        {
            oldest = row[i].Touched < row[oldest].Touched ? i : oldest;
        }

        var cell = (user * lastCount) + oldest;
        var item = row[oldest].Item;
        RemovePairs(row, oldest);
        UnlinkCell(cell);
        Remember(user, item);
        return cell;
    }

    /// <summary>Keeps in mind that an item that has left the row is the user's own.</summary>
    private void Remember(int user, int item)
    {
        _remembered[item]++;
        var forgotten = _earlier.Add(user, item);
        if (forgotten != None)
        {
            Forget(forgotten);
        }
    }

    private void Forget(int item)
    {
        _remembered[item]--;
        DropIfUnknown(item);
    }

    private void DropIfUnknown(int item)
    {
        if (_first[item] == None && _remembered[item] == 0)
        {
            _items.Remove(item);
            _pairs.RemoveItem(item);
        }
    }

    private void Touch(int cell, int item)
    {
        ref var link = ref _cells[cell];
        ref var first = ref _first[item];
        link.Item = item;
        link.Touched = ++_clock;
        link.Newer = None;
        link.Older = first;
        _holders[item]++;
        if (first != None)
        {
            _cells[first].Newer = cell;
        }
        else
        {
            ItemCount++;
        }

        first = cell;
    }

    private void UnlinkCell(int cell)
    {
        ref var link = ref _cells[cell];
        _holders[link.Item]--;
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

        ItemCount -= _first[link.Item] == None ? 1 : 0;
    }

    private int AddItem(TItem item)
    {
        var slot = _items.Add(item);
        if (slot == _first.Length)
        {
            Array.Resize(ref _first, slot * 2);
            Array.Resize(ref _holders, slot * 2);
            Array.Resize(ref _remembered, slot * 2);
        }

        _first[slot] = None;
        _holders[slot] = 0;
        _remembered[slot] = 0;
        _pairs.AddItem(slot);
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
        Remove(_recency.Oldest);
        EvictedUsers++;
        SetAsideEvents.Add(nameof(RecsObservable.SimilarItems), SetAsideEvents.Evicted);
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
