namespace RxRecs.Recommenders;

/// <summary>
/// Represents the outcome of forgetting a user, taking back an event, or merging a guest into an account.
/// </summary>
/// <param name="Changed">The number of events that have been taken back, or moved to the account.</param>
/// <param name="NotChanged">
/// The number of further events that are no longer remembered one by one: what has been learned from them stays.
/// </param>
public readonly record struct UserChangeResult(long Changed, long NotChanged)
{
    /// <summary>
    /// Gets the number of further events whose user is not known, because there were more users than are counted; any
    /// of them may have been this user's.
    /// </summary>
    public long Unknown { get; init; }

    /// <summary>
    /// Gets a value indicating whether everything was changed: what is given from now on is as if the events had never
    /// been, or had been those of the account from the start.
    /// </summary>
    public bool IsComplete => NotChanged == 0 && Unknown == 0;
}
