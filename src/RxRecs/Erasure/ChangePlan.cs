namespace RxRecs.Recommenders;

/// <summary>
/// Works out what becomes of past events by several changes that follow each other, so that the past is learned again
/// once for all of them.
/// </summary>
/// <param name="merged">The merges of users, as they will be after the changes; the plan owns them.</param>
/// <param name="gone">The number of events of each user that are no longer remembered.</param>
/// <param name="goneWithoutUser">The number of events without a user that are no longer remembered.</param>
internal sealed class ChangePlan<TUser>(MergedUsers<TUser> merged, UserCounts<TUser> gone, long goneWithoutUser)
    where TUser : notnull
{
    private readonly Dictionary<TUser, Fate> _users = [];
    private readonly Dictionary<string, Fate> _visits = new(StringComparer.Ordinal);

    public MergedUsers<TUser> Merged => merged;

    /// <summary>The names that are forgotten.</summary>
    public List<TUser> Forgotten { get; } = [];

    /// <summary>Tells whether something is forgotten that may be in what is no longer remembered.</summary>
    public bool ReachesBack { get; private set; }

    /// <summary>Adds a change.</summary>
    /// <returns>
    /// The number of events that are no longer remembered, and that the change concerns or may concern.
    /// </returns>
    public UserChangeResult Add(int index, in UserChange<TUser> change)
    {
        switch (change.Kind)
        {
            case UserChangeKind.Forget:
                return Forget(index, merged.AccountOf(change.User!));
            case UserChangeKind.Merge:
                return Merge(index, change.Guest!, merged.AccountOf(change.User!));
            default:
                return MergeVisit(index, change.Session!, merged.AccountOf(change.User!));
        }
    }

    public Fate? OfUser(TUser user) => _users.GetValueOrDefault(user);

    public Fate? OfVisit(string? session) => session is null ? null : _visits.GetValueOrDefault(session);

    private static bool AreSame(TUser one, TUser other) => EqualityComparer<TUser>.Default.Equals(one, other);

    private UserChangeResult Forget(int index, TUser account)
    {
        foreach (var fate in OwnedBy(account))
        {
            fate.IsForgotten = true;
            fate.Changes.Add(index);
        }

        var left = 0L;
        foreach (var name in merged.GuestsOf(account).Prepend(account).Except(Forgotten).ToList())
        {
            left += gone.Of(name);
            Forgotten.Add(name);
        }

        // Of events without a user that are no longer remembered, nobody knows the visit either.
        var unknown = gone.Unknown + (merged.HasVisits(account) ? goneWithoutUser : 0);
        ReachesBack |= left + gone.Unknown > 0;
        merged.Remove(account);
        return new(0, left) { Unknown = unknown };
    }

    private UserChangeResult Merge(int index, TUser guest, TUser account)
    {
        if (!merged.TryMerge(guest, account))
        {
            return default;
        }

        foreach (var fate in OwnedBy(guest))
        {
            fate.Account = account;
            fate.Changes.Add(index);
        }

        return new(0, Forgotten.Contains(guest) ? 0 : gone.Of(guest)) { Unknown = gone.Unknown };
    }

    private UserChangeResult MergeVisit(int index, string session, TUser account)
    {
        if (!merged.TryMergeVisit(session, account))
        {
            return default;
        }

        _visits.TryAdd(session, new Fate { Account = account, Changes = { index } });
        return new(0, 0) { Unknown = goneWithoutUser };
    }

    /// <summary>The names whose past is a user's at this point; the user's own among them.</summary>
    private List<Fate> OwnedBy(TUser user)
    {
        _users.TryAdd(user, new Fate { Account = user });
        return
        [
            .. _users.Values.Concat(_visits.Values)
                .Where(fate => !fate.IsForgotten && AreSame(fate.Account, user)),
        ];
    }

    /// <summary>Tells what becomes of the events of one name.</summary>
    internal sealed class Fate
    {
        public required TUser Account { get; set; }

        public bool IsForgotten { get; set; }

        /// <summary>The changes that concern them, in order.</summary>
        public List<int> Changes { get; } = [];
    }
}
