using RxRecs.Machines;

namespace RxRecs;

/// <content>How held items are saved and read.</content>
internal sealed partial class HeldItems<TUser, TItem>
{
    private const int UsersAtOnce = 512;

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

            writer.WriteCount(_earlier.Of(user).Length);
            foreach (var item in _earlier.Of(user))
            {
                writer.Write(_items[item]);
            }
        }

        foreach (var item in ItemsInOrder(writer))
        {
            _pairs.Snapshot(writer, item, key => WriteKey(writer, key));
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
        foreach (var item in ItemsInOrder())
        {
            _pairs.Restore(reader, item, () => ReadKey(reader));
        }
    }

    /// <summary>Each item once, as it comes first in the rows: an order that does not depend on slots.</summary>
    private List<int> ItemsInOrder(SnapshotWriter? writer = null)
    {
        var seen = new bool[ItemSlots];
        var items = new List<int>();
        var users = 0;
        for (var user = _recency.Oldest; user != None; user = _recency.NewerThan(user))
        {
            if (++users % UsersAtOnce == 0)
            {
                writer?.Progress();
            }

            foreach (ref readonly var cell in Row(user))
            {
                Take(cell.Item);
            }

            foreach (var item in _earlier.Of(user))
            {
                Take(item);
            }
        }

        return items;

        void Take(int item)
        {
            if (!seen[item])
            {
                seen[item] = true;
                items.Add(item);
            }
        }
    }

    private void WriteKey(SnapshotWriter writer, long key)
    {
        var item = _pairs.ItemOf(key);
        writer.WriteBoolean(item != None);
        if (item != None)
        {
            writer.Write(_items[item]);
        }
    }

    private long ReadKey(SnapshotReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return -1;
        }

        var item = reader.Read<TItem>();
        var slot = item is null ? None : _items.Find(item);
        return slot != None
            ? _pairs.KeyOf(slot)
            : throw new SnapshotException("A neighbor that nobody holds: the snapshot is damaged.");
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

        RestoreEarlier(reader, slot);
        return last > lastOfOlderUser ? last : throw Disordered();
    }

    private void RestoreEarlier(SnapshotReader reader, int user)
    {
        var count = reader.ReadCount();
        if (count > ownItems)
        {
            throw new SnapshotException($"A user has {count} earlier items; at most {ownItems} are kept.");
        }

        for (var i = 0; i < count; i++)
        {
            var item = RestoreItem(reader, user);
            if (_earlier.Of(user).Contains(item))
            {
                throw Disordered();
            }

            _remembered[item]++;
            _earlier.Add(user, item);
        }
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
        _earlier.Clear();
        ItemCount = 0;
    }
}
