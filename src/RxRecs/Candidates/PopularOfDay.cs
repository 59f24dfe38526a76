using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Proposes what is popular within the last 24 hours of event time; the value is the popularity.</summary>
/// <remarks>Bound: the newest 1,000,000 events that count.</remarks>
internal sealed class PopularOfDay<TUser, TItem>(KindWeights weights) : ICandidateSource<TUser, TItem>
    where TItem : notnull
{
    private const int MaxEvents = 1_000_000;
    private readonly RecentPopularity<TItem> _popularity = new(
        TimeSpan.FromDays(1), MaxEvents, ItemOrder.OrDefault<TItem>(null));

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.PopularOfDay;

    /// <summary>Learns an event.</summary>
    public void Learn(TItem item, InteractionKind kind, DateTimeOffset eventTime) =>
        _popularity.Learn(item, weights.Of(kind), eventTime);

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Wanted == 0)
        {
            return;
        }

        foreach (var (units, item) in _popularity.Items)
        {
            if (!candidates.Add(item, TrendWeight.FromUnits(units)))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item) =>
        SoleContribution.Popular<TItem>(Source, _popularity.CountOf(item));

    public void Snapshot(SnapshotWriter writer) => _popularity.Snapshot(writer);

    public void Restore(SnapshotReader reader) => _popularity.Restore(reader);
}
