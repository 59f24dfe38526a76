using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Keeps what a shop recommender keeps of its users, and of visits without a user. A request is about its user where
/// that user is known, and else about its visit, as long as events without a user have told of it.
/// </summary>
/// <param name="options">The options for what is kept, and for what may be in a list.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class UsersAndVisits<TUser, TItem>(ShopRecommenderOptions options)
    where TUser : notnull
    where TItem : notnull
{
    /// <summary>Gets what is kept of users.</summary>
    public VisitorState<TUser, TItem> Users { get; } = new(options);

    /// <summary>Gets what is kept of visits without a user.</summary>
    public VisitorState<string, TItem> Visits { get; } = new(options);

    /// <summary>Determines whether anything is known of the user or the visit of a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>True if an event of either has been learned and not been forgotten.</returns>
    public bool Knows(in RecommendationRequest<TUser, TItem> request) =>
        Users.Knows(request.User) || Visits.Knows(request.Session);

    /// <summary>Makes the sources that tell what the user, or else the visit, did.</summary>
    /// <param name="trend">A function that gives the newest report of what trends, or null while there is none.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <param name="bundlesOf">
    /// A function that fills a list with at most so many bundles of an item, such as
    /// <see cref="BundleState{TUser, TItem}.Around"/>; null for no source of what is bought together.
    /// </param>
    /// <returns>The sources of <see cref="VisitorState{TKey, TItem}"/>.</returns>
    public IReadOnlyList<ICandidateSource<TUser, TItem>> Candidates(
        Func<TrendReport<TItem>?> trend,
        ItemCatalog<TItem> catalog,
        Action<TItem, int, List<Bundle<TItem>>>? bundlesOf = null) =>
    [
        .. Users.Candidates(trend, catalog, bundlesOf).Zip(
            Visits.Candidates(trend, catalog, bundlesOf),
            (ofUsers, ofVisits) => new EitherSource<TUser, TItem>(IsAboutVisit, ofUsers, ofVisits)),
    ];

    /// <summary>Makes the filters of what the user, or else the visit, did.</summary>
    /// <returns>The filters of <see cref="VisitorState{TKey, TItem}"/>.</returns>
    public IReadOnlyList<ICandidateFilter<TUser, TItem>> Filters() =>
    [
        .. Users.Filters().Zip(
            Visits.Filters(), (ofUsers, ofVisits) => new EitherFilter<TUser, TItem>(IsAboutVisit, ofUsers, ofVisits)),
    ];

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer to write to.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        Users.Snapshot(writer);
        Visits.Snapshot(writer);
    }

    /// <summary>Reads it back, in place of what is kept.</summary>
    /// <param name="reader">The reader to read from.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged.</exception>
    public void Restore(SnapshotReader reader)
    {
        Users.Restore(reader);
        Visits.Restore(reader);
    }

    private bool IsAboutVisit(in RecommendationRequest<TUser, TItem> request) =>
        request.Session is { Length: > 0 } session && !Users.Knows(request.User) && Visits.Knows(session);
}
