using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Holds what a shop recommender keeps of its visitors. A request is about its user where that user is known, and else
/// about its visit, as long as events without a user have told of it.
/// </summary>
internal sealed class Visitors<TUser, TItem>(ShopRecommenderOptions options)
    where TUser : notnull
    where TItem : notnull
{
    public VisitorParts<TUser, TItem> Users { get; } = new(options);

    public VisitorParts<string, TItem> Visits { get; } = new(options);

    public bool Knows(in RecommendationRequest<TUser, TItem> request) =>
        Users.Knows(request.User) || Visits.Knows(request.Session);

    public IEnumerable<ICandidateSource<TUser, TItem>> Candidates(
        Func<TrendReport<TItem>?> trend,
        ItemCatalog<TItem> catalog,
        Action<TItem, int, List<Bundle<TItem>>>? bundlesOf) =>
        Users.Candidates(options.CartOrder, trend, catalog, bundlesOf)
            .Zip(Visits.Candidates(options.CartOrder, trend, catalog, bundlesOf))
            .Select(pair => new EitherSource(this, pair.First, pair.Second));

    public IEnumerable<ICandidateFilter<TUser, TItem>> Filters() =>
        Users.Filters(options).Zip(Visits.Filters(options))
            .Select(pair => new EitherFilter(this, pair.First, pair.Second));

    public void Snapshot(SnapshotWriter writer)
    {
        Users.Snapshot(writer);
        Visits.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        Users.Restore(reader);
        Visits.Restore(reader);
    }

    private bool IsAboutVisit(
        in RecommendationRequest<TUser, TItem> request, out RecommendationRequest<string, TItem> visit)
    {
        visit = default;
        if (request.Session is not { Length: > 0 } session || Users.Knows(request.User) || !Visits.Knows(session))
        {
            return false;
        }

        visit = new(session, request.Count)
        {
            Around = request.Around, Excluded = request.Excluded, Purpose = request.Purpose,
        };
        return true;
    }

    private sealed class EitherSource(
        Visitors<TUser, TItem> visitors,
        ICandidateSource<TUser, TItem> ofUsers,
        ICandidateSource<string, TItem> ofVisits) : ICandidateSource<TUser, TItem>
    {
        public RecommendationSource Source => ofUsers.Source;

        public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
        {
            if (visitors.IsAboutVisit(request, out var visit))
            {
                ofVisits.Propose(visit, candidates);
            }
            else if (request.User is not null)
            {
                ofUsers.Propose(request, candidates);
            }
        }

        public IReadOnlyList<ScoreContribution<TItem>> Explain(
            in RecommendationRequest<TUser, TItem> request, TItem item) =>
            visitors.IsAboutVisit(request, out var visit)
                ? ofVisits.Explain(visit, item)
                : request.User is null ? [] : ofUsers.Explain(request, item);
    }

    private sealed class EitherFilter(
        Visitors<TUser, TItem> visitors,
        ICandidateFilter<TUser, TItem> ofUsers,
        ICandidateFilter<string, TItem> ofVisits) : ICandidateFilter<TUser, TItem>
    {
        public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source) =>
            visitors.IsAboutVisit(request, out var visit)
                ? ofVisits.Accepts(visit, item, source)
                : request.User is null || ofUsers.Accepts(request, item, source);
    }
}
