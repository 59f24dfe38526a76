namespace RxRecs.Machines;

/// <summary>
/// Keeps who viewed or carted which item, and when last. The users of an item are linked, the newest first, and all
/// pairs are in order of event time: adding, removing and forgetting the earliest are O(1), and nothing is allocated
/// once the arrays have grown.
/// </summary>
/// <param name="maxPerItem">The maximum number of users of an item that are kept.</param>
/// <param name="capacity">The maximum number of pairs of user and item that are kept.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class InterestedUsers<TUser, TItem>(int maxPerItem, int capacity)
    where TUser : notnull
    where TItem : notnull
{
    /// <summary>No pair.</summary>
    public const int None = -1;

    private KeyTable<(TItem Item, TUser User)> _pairs = new(null);
    private KeyTable<TItem> _items = new(null);
    private RecencyList _recency = new();
    private Interest[] _interests = [];
    private Users[] _users = [];

    /// <summary>Gives how many pairs are kept.</summary>
    public int Count => _pairs.Count;

    /// <summary>
    /// Takes an interest that is not before those taken so far; true when another had to leave for it.
    /// </summary>
    public bool Add(TItem item, TUser user, long ticks)
    {
        var slot = _pairs.Find((item, user));
        if (slot >= 0)
        {
            Unlink(slot);
            _recency.Touch(slot);
            LinkNewest(slot, _interests[slot].ItemSlot, ticks);
            return false;
        }

        slot = _pairs.Add((item, user));
        MakeRoom(ref _interests, slot);
        _recency.Add(slot);
        var itemSlot = _items.Find(item);
        LinkNewest(slot, itemSlot < 0 ? AddItem(item) : itemSlot, ticks);
        var users = _users[_interests[slot].ItemSlot];
        if (users.Count > maxPerItem)
        {
            Remove(users.Oldest);
            return true;
        }

        if (Count > capacity)
        {
            Remove(_recency.Oldest);
            return true;
        }

        return false;
    }

    /// <summary>Forgets a pair, if it is known.</summary>
    public void Remove(TItem item, TUser user)
    {
        var slot = _pairs.Find((item, user));
        if (slot >= 0)
        {
            Remove(slot);
        }
    }

    /// <summary>Forgets all pairs of a user; a pass over all pairs.</summary>
    public void Forget(TUser user)
    {
        for (var (slot, next) = (_recency.Oldest, None); slot >= 0; slot = next)
        {
            next = _recency.NewerThan(slot);
            if (EqualityComparer<TUser>.Default.Equals(_pairs[slot].User, user))
            {
                Remove(slot);
            }
        }
    }

    /// <summary>Forgets what was before a time.</summary>
    public void ForgetBefore(long ticks)
    {
        for (var slot = _recency.Oldest; slot >= 0 && _interests[slot].Ticks < ticks; slot = _recency.Oldest)
        {
            Remove(slot);
        }
    }

    /// <summary>Gives the newest pair of an item, or <see cref="None"/>.</summary>
    public int Newest(TItem item)
    {
        var itemSlot = _items.Find(item);
        return itemSlot < 0 ? None : _users[itemSlot].Newest;
    }

    /// <summary>Gives the next older pair of the same item, or <see cref="None"/>.</summary>
    public int OlderThan(int slot) => _interests[slot].Older;

    /// <summary>Gives whose pair it is.</summary>
    public TUser User(int slot) => _pairs[slot].User;

    /// <summary>Gives when the user viewed or carted the item last.</summary>
    public long Ticks(int slot) => _interests[slot].Ticks;

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(Count);
        for (var slot = _recency.Oldest; slot >= 0; slot = _recency.NewerThan(slot))
        {
            writer.Write(_pairs[slot].Item);
            writer.Write(_pairs[slot].User);
            writer.WriteInt64(_interests[slot].Ticks);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        (_pairs, _items, _recency, _interests, _users) = (new(null), new(null), new(), [], []);
        for (var (left, last) = (reader.ReadCount(), 0L); left > 0; left--)
        {
            var (item, user, ticks) = (reader.Read<TItem>(), reader.Read<TUser>(), reader.ReadInt64());
            Require(item is not null && user is not null && _pairs.Find((item, user)) < 0);
            Require(ticks >= last && ticks <= DateTimeOffset.MaxValue.Ticks);
            last = ticks;
            if (Add(item!, user!, ticks))
            {
                throw new SnapshotException("The snapshot was made with larger MaxUsersPerItem or MaxInterests.");
            }
        }
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException("Users of items that cannot be: the snapshot is damaged.");
        }
    }

    private static void MakeRoom<T>(ref T[] array, int slot)
    {
        if (slot >= array.Length)
        {
            Array.Resize(ref array, Math.Max(slot + 1, Math.Max(4, array.Length * 2)));
        }
    }

    private int AddItem(TItem item)
    {
        var itemSlot = _items.Add(item);
        MakeRoom(ref _users, itemSlot);
        _users[itemSlot] = new Users { Newest = None, Oldest = None };
        return itemSlot;
    }

    private void LinkNewest(int slot, int itemSlot, long ticks)
    {
        ref var users = ref _users[itemSlot];
        _interests[slot] = new Interest { Ticks = ticks, ItemSlot = itemSlot, Newer = None, Older = users.Newest };
        if (users.Newest == None)
        {
            users.Oldest = slot;
        }
        else
        {
            _interests[users.Newest].Newer = slot;
        }

        users.Newest = slot;
        users.Count++;
    }

    private void Unlink(int slot)
    {
        var interest = _interests[slot];
        ref var users = ref _users[interest.ItemSlot];
        if (interest.Newer == None)
        {
            users.Newest = interest.Older;
        }
        else
        {
            _interests[interest.Newer].Older = interest.Older;
        }

        if (interest.Older == None)
        {
            users.Oldest = interest.Newer;
        }
        else
        {
            _interests[interest.Older].Newer = interest.Newer;
        }

        users.Count--;
    }

    private void Remove(int slot)
    {
        Unlink(slot);
        var itemSlot = _interests[slot].ItemSlot;
        if (_users[itemSlot].Count == 0)
        {
            _items.Remove(itemSlot);
        }

        _recency.Remove(slot);
        _pairs.Remove(slot);
    }

    private struct Interest
    {
        public long Ticks;
        public int ItemSlot;
        public int Newer;
        public int Older;
    }

    private struct Users
    {
        public int Newest;
        public int Oldest;
        public int Count;
    }
}
