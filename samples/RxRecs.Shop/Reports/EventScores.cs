using System.Reactive.Linq;
using System.Runtime.InteropServices;
using RxRecs.Recommenders;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.Reports;

/// <summary>
/// Sums up how several recommenders fared on the same events of users: each list is made before its event is learned.
/// </summary>
internal sealed class EventScores
{
    private readonly Dictionary<Id, UserSums> _byUser = [];
    private readonly PrequentialSummary[] _summaries;
    private readonly McNemar[] _tests;
    private Id _user;
    private bool _isFirstHit;

    private EventScores(string[] names)
    {
        Names = names;
        _summaries = [.. names.Select(static _ => new PrequentialSummary())];
        _tests = new McNemar[names.Length];
    }

    /// <summary>Gets the recommenders' names, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the sums of each recommender, in their order.</summary>
    public IReadOnlyList<PrequentialSummary> Summaries => _summaries;

    /// <summary>Gets the number of events that were held against lists.</summary>
    public long Count => _summaries[0].Overall.Count;

    /// <summary>Gets the comparisons of the first recommender with each other one.</summary>
    public IEnumerable<RecommenderPair> Pairs =>
        Names.Zip(_tests).Skip(1).Select(each => new RecommenderPair(Names[0], each.First, each.Second));

    /// <summary>Has recommenders evaluated over the events of a run.</summary>
    /// <param name="run">The run, which must not have played yet.</param>
    /// <param name="events">The events, in the order of their time.</param>
    /// <param name="recommenders">The recommenders that are compared, and their names.</param>
    /// <param name="isTarget">Tells which events are scored; all are learned.</param>
    /// <param name="listLength">How many items a list has.</param>
    /// <returns>The scores, which are complete once the run has played.</returns>
    public static EventScores Of(
        ShopRun run,
        IObservable<Interaction> events,
        IReadOnlyList<(string Name, Func<IRecommender<Interaction, Id, Id>> Create)> recommenders,
        Func<Interaction, bool> isTarget,
        int listLength)
    {
        var scores = new EventScores([.. recommenders.Select(static each => each.Name)]);
        var (shared, options) = (events.Publish().RefCount(), new PrequentialOptions { ListLength = listLength });
        run.Each(shared, next => scores._user = next.User);
        for (var i = 0; i < recommenders.Count; i++)
        {
            var place = i;
            run.Each(
                shared.EvaluatePrequentially(recommenders[place].Create, isTarget, options),
                result => scores.Add(place, result));
        }

        return scores;
    }

    /// <summary>Gives the hit rate of a recommender with its interval, by drawing users.</summary>
    public ConfidenceInterval HitRate(int place) =>
        ConfidenceInterval.OfRatio(_byUser.Values.Select(user => ((double)user.Hits[place], (double)user.Events)));

    /// <summary>Gives the mean reciprocal rank of a recommender with its interval, by drawing users.</summary>
    public ConfidenceInterval Mrr(int place) =>
        ConfidenceInterval.OfRatio(_byUser.Values.Select(user => (user.Reciprocals[place], (double)user.Events)));

    // The recommenders score an event one after the other, the first one first.
    private void Add(int place, PrequentialResult result)
    {
        ref var user = ref CollectionsMarshal.GetValueRefOrAddDefault(_byUser, _user, out _);
        user ??= new UserSums(Names.Count);
        if (place == 0)
        {
            user.Events++;
            _isFirstHit = result.Rank > 0;
        }

        if (result.Rank > 0)
        {
            user.Hits[place]++;
            user.Reciprocals[place] += 1.0 / result.Rank;
        }

        _summaries[place].Add(result);
        _tests[place] = _tests[place].With(_isFirstHit, result.Rank > 0);
    }

    private sealed class UserSums(int recommenders)
    {
        public int Events { get; set; }

        public int[] Hits { get; } = new int[recommenders];

        public double[] Reciprocals { get; } = new double[recommenders];
    }
}
