using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Counts events per user, for a limited number of users, and those of further users as a whole.</summary>
internal sealed class UserCounts<TUser>(int maxUsers)
    where TUser : notnull
{
    private readonly OrderedDictionary<TUser, long> _counts = [];

    /// <summary>Tells how many events are counted for nobody.</summary>
    public long Unknown { get; private set; }

    public long Of(TUser user) => _counts.GetValueOrDefault(user);

    public void Add(TUser user)
    {
        var place = _counts.IndexOf(user);
        if (place >= 0)
        {
            _counts.SetAt(place, _counts.GetAt(place).Value + 1);
        }
        else if (_counts.Count < maxUsers)
        {
            _counts.Add(user, 1);
        }
        else
        {
            Unknown++;
        }
    }

    public void Remove(TUser user) => _counts.Remove(user);

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(Unknown);
        writer.WriteCount(_counts.Count);
        foreach (var (user, count) in _counts)
        {
            writer.Write(user);
            writer.WriteInt64(count);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _counts.Clear();
        Unknown = reader.ReadInt64() is >= 0 and var unknown
            ? unknown
            : throw new SnapshotException("Fewer than no events: the snapshot is damaged.");
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (user, count) = (reader.Read<TUser>(), reader.ReadInt64());
            if (user is null || count < 1 || _counts.Count == maxUsers || !_counts.TryAdd(user, count))
            {
                throw new SnapshotException("A count of a user's events that cannot be: the snapshot is damaged.");
            }
        }
    }
}
