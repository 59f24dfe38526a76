using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Makes any recommender forget users, take events back and merge guests into accounts: its lists afterwards are those
/// of one that has never had the events, or had them from the account. It remembers the newest events for that, and
/// lets a new recommender learn again what came since the first one that changes.
/// </summary>
/// <remarks>
/// <para>Exact as long as all of a user's events are remembered, whatever the recommender: nothing is subtracted. What
/// is no longer remembered is told in the result; an <see cref="IForgetsUsers{TUser}"/> then still removes what it
/// keeps under the user's id, so that neither lists nor snapshots show the user. Lists that were given stand, and so
/// does event time: it does not go back to where it would be without the events. What list rules have counted goes back
/// to the saved state that the new recommender begins with.</para>
/// <para>A guest who has been merged is the account: later events under the guest's name are the account's, and to
/// forget either is to forget both. Merging twice, into oneself or in a circle changes nothing. A guest's name that is
/// merged into another account later, as on a shared device, is that account's from then on; what came before stays
/// with the first.</para>
/// <para>Cost: a copy per event, a saved state per segment (<see cref="ErasureOptions"/>); a change learns again at
/// most <see cref="ErasureOptions.MaxEvents"/> events and holds two recommenders meanwhile; <see cref="ApplyAll"/>
/// makes many changes for the cost of one. Without this class nothing is remembered and nothing is paid.</para>
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ErasableRecommender<TEvent, TUser, TItem> : IRecommender<TEvent, TUser, TItem>, IDisposable
    where TUser : notnull
{
    private readonly EventJournal<TEvent, TUser> _journal;

    /// <summary>Makes a recommender that can forget.</summary>
    /// <param name="recommenderFactory">
    /// The function that makes the recommender: at once, and anew for each change. All that the recommender knows must
    /// be in its snapshot.
    /// </param>
    /// <param name="selectors">
    /// The selectors of an event's user and visit; for interactions <see cref="UserSelectors.Interactions"/>.
    /// </param>
    /// <param name="options">The options for how much is remembered; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The factory or the selectors are null.</exception>
    /// <exception cref="ArgumentException">A selector is null.</exception>
    public ErasableRecommender(
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory,
        UserSelectors<TEvent, TUser> selectors,
        ErasureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete(nameof(selectors));
        _journal = new(
            () => new RecommenderTarget<TEvent, TUser, TItem>(recommenderFactory()), selectors, options ?? new());
    }

    /// <summary>Gets the recommender that has learned the events; after a change it is another one.</summary>
    public IRecommender<TEvent, TUser, TItem> Recommender =>
        ((RecommenderTarget<TEvent, TUser, TItem>)_journal.Target).Recommender;

    /// <summary>Gets the number of events that are remembered one by one, and can be changed.</summary>
    public int EventCount => _journal.EventCount;

    /// <summary>
    /// Gets the number of merged guests and visits that are no longer known to be accounts, because there were too
    /// many.
    /// </summary>
    public long EvictedMerges => _journal.EvictedMerges;

    /// <inheritdoc/>
    public IReadOnlyList<ListRuleCount> RuleCounts => Recommender.RuleCounts;

    /// <inheritdoc/>
    public DateTimeOffset Watermark => Recommender.Watermark;

    /// <inheritdoc/>
    public void Learn(TEvent value) => _journal.Learn(value);

    /// <summary>Forgets a user, with all guests and visits that have been merged into the user's account.</summary>
    /// <param name="user">The user, or a guest of the account.</param>
    /// <returns>The number of events that have been taken back, and of those that could not be.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <remarks>Events of the user that come later count again, as those of one who is new.</remarks>
    public UserChangeResult Forget(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Apply(UserChange<TUser>.Forget(user, default));
    }

    /// <summary>Takes back one event: of equal ones the newest.</summary>
    /// <param name="value">The event, as it was learned or as it is after a merge.</param>
    /// <returns>
    /// The number of events that have been taken back, and of those that could not be; an event that was never learned
    /// changes nothing.
    /// </returns>
    public UserChangeResult Retract(TEvent value) => _journal.Retract(value);

    /// <summary>Makes a guest's events those of an account, those that are still to come included.</summary>
    /// <param name="guest">The id of the guest.</param>
    /// <param name="account">The id of the account, or of a guest that has been merged into it.</param>
    /// <returns>The number of events that have been moved, and of those that could not be.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="UserSelectors{TEvent, TUser}.WithUser"/> is missing, or gave an event of another user.
    /// </exception>
    public UserChangeResult Merge(TUser guest, TUser account)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(account);
        return Apply(UserChange<TUser>.Merge(guest, account, default));
    }

    /// <summary>Makes the events of a visit that tell no user those of an account, later ones included.</summary>
    /// <param name="session">The name of the visit.</param>
    /// <param name="account">The id of the account, or of a guest that has been merged into it.</param>
    /// <returns>The number of events that have been moved.</returns>
    /// <exception cref="ArgumentException"><paramref name="session"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="account"/> is null.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Merge"/>.</exception>
    public UserChangeResult MergeVisit(string session, TUser account)
    {
        ArgumentException.ThrowIfNullOrEmpty(session);
        ArgumentNullException.ThrowIfNull(account);
        return Apply(UserChange<TUser>.MergeVisit(session, account, default));
    }

    /// <summary>Makes a change of a user.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The number of events that have been changed, and of those that could not be.</returns>
    /// <exception cref="ArgumentException">The change is the default, which is none.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Merge"/>.</exception>
    public UserChangeResult Apply(in UserChange<TUser> change) => _journal.Apply([change])[0];

    /// <summary>
    /// Makes several changes of users, one after another, for the cost of the one that reaches back the furthest.
    /// </summary>
    /// <param name="changes">The changes, in order.</param>
    /// <returns>The result of each change; an event that two changes concern counts for both.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="changes"/> is null.</exception>
    /// <exception cref="ArgumentException">A change is the default, which is none; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Merge"/>; nothing has changed.</exception>
    public IReadOnlyList<UserChangeResult> ApplyAll(IReadOnlyList<UserChange<TUser>> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _journal.Apply(changes);
    }

    /// <summary>
    /// Returns this recommender as one that learns events and changes of users from one stream, as
    /// <c>RecommendOnDemand</c> and <c>Recommend</c> take it.
    /// </summary>
    /// <param name="onChanged">The callback that is told what came of each change; null for nobody.</param>
    /// <returns>A view of this recommender: it has no state of its own, and disposes this one.</returns>
    public IRecommender<UserInput<TEvent, TUser>, TUser, TItem> WithChanges(
        Action<UserChange<TUser>, UserChangeResult>? onChanged = null) =>
        new UserInputRecommender<TEvent, TUser, TItem>(this, onChanged);

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations) =>
        Recommender.Recommend(request, recommendations);

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) => Recommender.Explain(request, item);

    /// <inheritdoc/>
    public void AdvanceTo(DateTimeOffset watermark) => _journal.AdvanceTo([watermark.UtcTicks]);

    /// <inheritdoc/>
    public void Complete() => _journal.Complete();

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _journal.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _journal.Restore(reader);
    }

    /// <summary>Disposes the recommender, if it can be.</summary>
    public void Dispose() => _journal.Dispose();
}
