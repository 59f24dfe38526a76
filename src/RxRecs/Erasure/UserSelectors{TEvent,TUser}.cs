namespace RxRecs.Recommenders;

/// <summary>
/// Reads the user and the visit of an event, so that events can be forgotten, and moved from a guest to an account.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
public sealed record UserSelectors<TEvent, TUser>
{
    /// <summary>Gets the function that returns the user of an event.</summary>
    public required Func<TEvent, TUser> User { get; init; }

    /// <summary>
    /// Gets the function that determines whether the user of an event is known. By default every user is.
    /// </summary>
    public Func<TEvent, bool> HasUser { get; init; } = static _ => true;

    /// <summary>
    /// Gets the function that returns the visit of an event, as the shop names it. By default it returns null. Only
    /// <c>MergeVisit</c> needs it.
    /// </summary>
    public Func<TEvent, string?> Session { get; init; } = static _ => null;

    /// <summary>
    /// Gets the function that makes the same event of another user. The default is null, which makes merging
    /// impossible.
    /// </summary>
    public Func<TEvent, TUser, TEvent>? WithUser { get; init; }

    internal void ThrowIfIncomplete(string name)
    {
        if (User is null || HasUser is null || Session is null)
        {
            throw new ArgumentException($"{nameof(User)}, {nameof(HasUser)} or {nameof(Session)} is null.", name);
        }
    }
}
