namespace RxRecs.Recommenders;

/// <summary>Says what came of forgetting a user, taking back an event, or merging a guest into an account.</summary>
/// <param name="Changed">How many events have been taken back, or moved to the account.</param>
/// <param name="NotChanged">
/// How many more there were that are no longer remembered one by one: what has been learned from them stays.
/// </param>
public readonly record struct UserChangeResult(long Changed, long NotChanged)
{
    /// <summary>
    /// Tells of how many further events it is not known whose they were, because there were more users than are
    /// counted; any of them may have been this user's.
    /// </summary>
    public long Unknown { get; init; }

    /// <summary>
    /// Tells whether everything was changed: what is given from now on is as if the events had never been, or had been
    /// those of the account from the start.
    /// </summary>
    public bool IsComplete => NotChanged == 0 && Unknown == 0;
}
