namespace RxRecs.Recommenders;

/// <summary>
/// Sums up the results of a prequential evaluation by parts. Reminders and discoveries belong apart: a list that only
/// repeats the cart looks good.
/// </summary>
public sealed class PrequentialSummary
{
    private readonly MetricTotal[] _byRelation = new MetricTotal[3];
    private readonly MetricTotal[] _byKind = new MetricTotal[4];
    private MetricTotal _overall;
    private MetricTotal _coldItems;
    private MetricTotal _withList;

    /// <summary>Gets the means over all scored events.</summary>
    public MetricMeans Overall => _overall.Means;

    /// <summary>Gets the means over the items seen before by the user, in the cart or not.</summary>
    public MetricMeans Reminders => Combine(BySeen, ByCart);

    /// <summary>Gets the means over items that were new to the user.</summary>
    public MetricMeans Discoveries => ByRelation(TargetRelation.New);

    /// <summary>
    /// Gets the means over first events of an item. A recommender that hits here knows the future, or the catalog.
    /// </summary>
    public MetricMeans ColdItems => _coldItems.Means;

    /// <summary>Gets the means over events for which there was a list at all.</summary>
    public MetricMeans WithList => _withList.Means;

    /// <summary>Gets the share of fallback items among all items shown.</summary>
    public double FallbackShare { get; private set; }

    /// <summary>Gets the distinct items recommended, divided by the distinct items that occurred.</summary>
    public double Coverage { get; private set; }

    private MetricMeans BySeen => ByRelation(TargetRelation.Seen);

    private MetricMeans ByCart => ByRelation(TargetRelation.InCart);

    /// <summary>Returns the means over events with an item of this relation to the user.</summary>
    /// <param name="relation">The relation.</param>
    /// <returns>The means.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The relation is none of the enum's.</exception>
    public MetricMeans ByRelation(TargetRelation relation) =>
        _byRelation[(int)OptionValue.Defined(relation, nameof(relation))].Means;

    /// <summary>Returns the means over events of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The means.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none of the enum's.</exception>
    public MetricMeans ByKind(InteractionKind kind) => _byKind[(int)OptionValue.Defined(kind, nameof(kind))].Means;

    /// <summary>Adds a result.</summary>
    /// <param name="result">The result.</param>
    public void Add(PrequentialResult result)
    {
        _overall.Add(result.Rank);
        _byRelation[(int)result.Relation].Add(result.Rank);
        if (result.Kind is { } kind)
        {
            _byKind[(int)kind].Add(result.Rank);
        }

        if (result.IsColdItem)
        {
            _coldItems.Add(result.Rank);
        }

        if (result.Shown > 0)
        {
            _withList.Add(result.Rank);
        }

        FallbackShare = result.FallbackShare;
        Coverage = result.Coverage;
    }

    private static MetricMeans Combine(MetricMeans first, MetricMeans second)
    {
        var count = first.Count + second.Count;
        return count == 0
            ? default
            : new(
                count,
                (first.HitRate * first.Count + second.HitRate * second.Count) / count,
                (first.Mrr * first.Count + second.Mrr * second.Count) / count,
                (first.Ndcg * first.Count + second.Ndcg * second.Count) / count);
    }
}
