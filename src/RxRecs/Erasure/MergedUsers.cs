using System.Diagnostics.CodeAnalysis;
using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Knows which guests and which visits are those of which account. Names lead to accounts at once, never to other
/// names, so that there is neither a chain to follow nor a circle.
/// </summary>
/// <remarks>
/// Bound: a maximum number of guests, and the same number of visits; for one more, the one merged the longest ago goes.
/// </remarks>
internal sealed class MergedUsers<TUser>(int maxMerges)
    where TUser : notnull
{
    private readonly OrderedDictionary<TUser, TUser> _guests = [];
    private readonly OrderedDictionary<string, TUser> _visits = new(StringComparer.Ordinal);

    public MergedUsers(int maxMerges, MergedUsers<TUser> other)
        : this(maxMerges)
    {
        (_guests, _visits, Evicted) = (new(other._guests), new(other._visits, StringComparer.Ordinal), other.Evicted);
    }

    public bool IsEmpty => _guests.Count + _visits.Count == 0;

    /// <summary>Tells how many names went because there were too many.</summary>
    public long Evicted { get; private set; }

    public TUser AccountOf(TUser user) => _guests.GetValueOrDefault(user, user);

    public bool TryFindVisit(string? session, [MaybeNullWhen(false)] out TUser account)
    {
        account = default;
        return session is not null && _visits.TryGetValue(session, out account);
    }

    /// <summary>Notes that a guest is an account; false where that changes nothing.</summary>
    public bool TryMerge(TUser guest, TUser account)
    {
        if (AreSame(guest, account) || (_guests.TryGetValue(guest, out var known) && AreSame(known, account)))
        {
            return false;
        }

        Lead(_guests, guest, account);
        Lead(_visits, guest, account);
        Put(_guests, guest, account);
        return true;
    }

    /// <summary>Notes that a visit is an account's; false where that is known.</summary>
    public bool TryMergeVisit(string session, TUser account)
    {
        if (_visits.TryGetValue(session, out var known) && AreSame(known, account))
        {
            return false;
        }

        Put(_visits, session, account);
        return true;
    }

    /// <summary>The guests that have been merged into an account.</summary>
    public IEnumerable<TUser> GuestsOf(TUser account) =>
        _guests.Where(each => AreSame(each.Value, account)).Select(static each => each.Key);

    /// <summary>Tells whether any visit has been merged into an account.</summary>
    public bool HasVisits(TUser account) => _visits.Values.Any(each => AreSame(each, account));

    /// <summary>Removes an account, and all that leads to it.</summary>
    public void Remove(TUser account)
    {
        RemoveFrom(_guests, account);
        RemoveFrom(_visits, account);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(Evicted);
        Write(writer, _guests);
        Write(writer, _visits);
    }

    public void Restore(SnapshotReader reader)
    {
        Evicted = reader.ReadInt64();
        Read(reader, _guests);
        Read(reader, _visits);
        if (_guests.Values.Any(_guests.ContainsKey) || _visits.Values.Any(_guests.ContainsKey))
        {
            throw new SnapshotException("A guest that was merged into a guest: the snapshot is damaged.");
        }
    }

    private static bool AreSame(TUser one, TUser other) => EqualityComparer<TUser>.Default.Equals(one, other);

    private static void Lead<TName>(OrderedDictionary<TName, TUser> names, TUser guest, TUser account)
        where TName : notnull
    {
        for (var place = 0; place < names.Count; place++)
        {
            if (AreSame(names.GetAt(place).Value, guest))
            {
                names.SetAt(place, account);
            }
        }
    }

    private static void RemoveFrom<TName>(OrderedDictionary<TName, TUser> names, TUser account)
        where TName : notnull
    {
        foreach (var name in names.Where(each => AreSame(each.Value, account)).Select(static each => each.Key).ToList())
        {
            names.Remove(name);
        }
    }

    private static void Write<TName>(SnapshotWriter writer, OrderedDictionary<TName, TUser> names)
        where TName : notnull
    {
        writer.WriteCount(names.Count);
        foreach (var (name, account) in names)
        {
            writer.Write(name);
            writer.Write(account);
        }
    }

    private void Read<TName>(SnapshotReader reader, OrderedDictionary<TName, TUser> names)
        where TName : notnull
    {
        names.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (name, account) = (reader.Read<TName>(), reader.Read<TUser>());
            if (name is null || account is null || names.Count == maxMerges || !names.TryAdd(name, account))
            {
                throw new SnapshotException("A merge twice, one too many, or one that cannot be: damaged.");
            }
        }
    }

    private void Put<TName>(OrderedDictionary<TName, TUser> names, TName name, TUser account)
        where TName : notnull
    {
        names.Remove(name);
        if (names.Count == maxMerges)
        {
            names.RemoveAt(0);
            Evicted++;
        }

        names.Add(name, account);
    }
}
