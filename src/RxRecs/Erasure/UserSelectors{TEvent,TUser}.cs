namespace RxRecs.Recommenders;

/// <summary>
/// Reads the user and the visit of an event, so that events can be forgotten, and moved from a guest to an account.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
public sealed record UserSelectors<TEvent, TUser>
{
    /// <summary>Gives the user of an event.</summary>
    public required Func<TEvent, TUser> User { get; init; }

    /// <summary>Tells whether the user is known; always unless given.</summary>
    public Func<TEvent, bool> HasUser { get; init; } = static _ => true;

    /// <summary>
    /// Gives the visit of an event, as the shop names it; null unless given. Only <c>MergeVisit</c> needs it.
    /// </summary>
    public Func<TEvent, string?> Session { get; init; } = static _ => null;

    /// <summary>Makes the same event of another user; null, which makes merging impossible, unless given.</summary>
    public Func<TEvent, TUser, TEvent>? WithUser { get; init; }

    internal void ThrowIfIncomplete(string name)
    {
        if (User is null || HasUser is null || Session is null)
        {
            throw new ArgumentException($"{nameof(User)}, {nameof(HasUser)} or {nameof(Session)} is null.", name);
        }
    }
}
