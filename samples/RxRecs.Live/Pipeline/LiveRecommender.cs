using RxRecs.Analytics;
using RxRecs.Live.Messages;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Live.Pipeline;

/// <summary>The ready-made recommender, trends over three windows, and a report of each minute: all that a user's
/// change makes anew.</summary>
internal sealed class LiveRecommender : IRecommender<ShopEvent, Id, Id>, IForgetsUsers<Id>
{
    // What is held is saved with every checkpoint: as much as a process of some hundred MB has room for.
    private const int MaxUsers = 100_000;
    private const int MaxItems = 100_000;

    private static readonly TrendBucketsOptions Buckets = new() { AllowedLateness = TimeSpan.FromSeconds(2) };
    private static readonly KindWeights Weights = new() { View = 1, Cart = 3, Purchase = 5 };
    private readonly TrendsState<Interaction, Id>[] _trends;

    public LiveRecommender() => _trends = [.. Windows.Select(each => new TrendsState<Interaction, Id>(
        each.Length,
        value => value.Item,
        Weights.Of,
        value => value.EventTime,
        Buckets,
        TrendScore.DampedChange,
        new TrendRankingOptions { Top = 100 }))];

    /// <summary>Gives the windows that trends compare: each with the one before.</summary>
    public static (string Name, TimeSpan Length)[] Windows { get; } =
    [
        ("10s", TimeSpan.FromSeconds(10)), ("1m", TimeSpan.FromMinutes(1)), ("1h", TimeSpan.FromHours(1)),
    ];

    public ShopRecommender Shop { get; } = new(new ShopRecommenderOptions
    {
        Buckets = Buckets,
        BucketSize = TimeSpan.FromMinutes(1),
        KindWeights = Weights,
        MaxUsers = MaxUsers,
        MaxItems = MaxItems,
        Similar = new() { MaxUsers = MaxUsers },
        NextItems = new() { MaxSessions = MaxUsers, MaxEvents = 10 * MaxUsers, MaxItems = MaxItems },
    });

    public InsightsState<Interaction, Id, Id> Insights { get; } = new(
        TimeSpan.FromMinutes(1),
        ShopRecommender.Selectors,
        new InsightOptions
        {
            AllowedLateness = Buckets.AllowedLateness,
            AbandonAfter = TimeSpan.FromSeconds(60),
            MaxUsers = MaxUsers,
        });

    public DateTimeOffset Watermark => Shop.Watermark;

    public long LateEvents => Shop.LateEvents;

    public TrendReport<Id>? Trend(int window) => _trends[window].Report;

    public void Learn(ShopEvent value)
    {
        if (value.Change is { } change)
        {
            Shop.Apply(change);
            return;
        }

        Shop.Learn(value.Interaction);
        Insights.Learn(value.Interaction);
        foreach (var trend in _trends)
        {
            trend.Learn(value.Interaction);
        }
    }

    public void ForgetUser(Id user)
    {
        Shop.ForgetUser(user);
        Insights.Forget(user);
    }

    public void AdvanceTo(DateTimeOffset watermark)
    {
        Shop.AdvanceTo(watermark);
        Insights.AdvanceTo(watermark);
        foreach (var trend in _trends)
        {
            trend.AdvanceTo(watermark);
        }
    }

    public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations) =>
        Shop.Recommend(request, recommendations);

    public RecommendationExplanation<Id>? Explain(in RecommendationRequest<Id, Id> request, Id item) =>
        Shop.Explain(request, item);

    public void Snapshot(SnapshotWriter writer)
    {
        Shop.Snapshot(writer);
        Insights.Snapshot(writer);
        foreach (var trend in _trends)
        {
            trend.Snapshot(writer);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Shop.Restore(reader);
        Insights.Restore(reader);
        foreach (var trend in _trends)
        {
            trend.Restore(reader);
        }
    }
}
