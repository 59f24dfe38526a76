namespace RxRecs.Recommenders;

/// <summary>Tells whose an event is, by its user or else its visit, and gives it to another user.</summary>
/// <param name="selectors">The selectors of an event's user and visit.</param>
internal sealed class EventOwners<TEvent, TUser>(UserSelectors<TEvent, TUser> selectors)
    where TUser : notnull
{
    /// <summary>Finds what becomes of an event by a plan; null where nothing does.</summary>
    public ChangePlan<TUser>.Fate? FateOf(TEvent value, ChangePlan<TUser> plan) => selectors.HasUser(value)
        ? plan.OfUser(selectors.User(value))
        : plan.OfVisit(selectors.Session(value));

    /// <summary>Gives an event the user that its guest or its visit is known to be.</summary>
    public TEvent Owned(TEvent value, MergedUsers<TUser> merged)
    {
        if (merged.IsEmpty)
        {
            return value;
        }

        if (!selectors.HasUser(value))
        {
            return merged.TryFindVisit(selectors.Session(value), out var known) ? Give(value, known) : value;
        }

        var user = selectors.User(value);
        var account = merged.AccountOf(user);
        return AreSame(user, account) ? value : Give(value, account);
    }

    /// <summary>Makes the same event of another user.</summary>
    /// <exception cref="InvalidOperationException">The selector made an event of somebody else.</exception>
    public TEvent Give(TEvent value, TUser account)
    {
        var given = selectors.WithUser!(value, account);
        return selectors.HasUser(given) && AreSame(selectors.User(given), account)
            ? given
            : throw new InvalidOperationException(
                $"{nameof(selectors.WithUser)} gave an event that is not of the user that it was to be of.");
    }

    /// <summary>Refuses a change that is none, or that the selectors cannot make.</summary>
    public void ThrowIfUnsupported(in UserChange<TUser> change)
    {
        if (change.Kind == UserChangeKind.None)
        {
            throw new ArgumentException("The default is no change: make one with Forget, Merge or MergeVisit.");
        }

        if (change.Kind != UserChangeKind.Forget && selectors.WithUser is null)
        {
            throw new InvalidOperationException(
                $"Merging needs {nameof(selectors.WithUser)}, which makes the same event of another user.");
        }
    }

    private static bool AreSame(TUser one, TUser other) => EqualityComparer<TUser>.Default.Equals(one, other);
}
