namespace RxRecs.Recommenders;

/// <summary>
/// Removes at once what it keeps under a user's id. What the user's events have added to counts of items that bear no
/// id stays: <see cref="ErasableRecommender{TEvent, TUser, TItem}"/> takes that back too.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
public interface IForgetsUsers<in TUser>
{
    /// <summary>Removes what is kept under the id of a user. A user who is not known changes nothing.</summary>
    /// <param name="user">The user.</param>
    void ForgetUser(TUser user);
}
