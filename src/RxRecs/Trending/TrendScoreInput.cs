namespace RxRecs.Machines;

/// <summary>Represents what a score may look at, for one item. All figures are sums of weights.</summary>
/// <param name="Before">The item's count in the bucket before the newest.</param>
/// <param name="Now">The item's count in the newest bucket.</param>
/// <param name="Volume">The count of all items in the newest bucket.</param>
/// <param name="Baseline">The item's count over <see cref="TrendScore.BaselineBuckets"/> buckets before the
/// newest.</param>
/// <param name="BaselineVolume">The count of all items over the same buckets.</param>
/// <param name="Decayed">
/// The item's count over all buckets, each halved for every <see cref="TrendScore.HalfLife"/> between its start and
/// that of the newest; 0 without a half-life.
/// </param>
public readonly record struct TrendScoreInput(
    double Before, double Now, double Volume, double Baseline, double BaselineVolume, double Decayed)
{
    /// <summary>
    /// Gets the count that the newest bucket would hold of the item if its share were that of the baseline:
    /// <c>(Baseline + 1/2) / (BaselineVolume + 1) * Volume</c>. Without the volume every item would trend in the
    /// evening.
    /// </summary>
    public double Expected => (Baseline + 0.5) / (BaselineVolume + 1) * Volume;

    /// <summary>
    /// Gets the surprise of the newest count: <c>-log10 P(X &gt;= Now)</c> with X Poisson distributed around
    /// <see cref="Expected"/>. 3 is one chance in a thousand; 0 for an item that was not counted.
    /// </summary>
    public double Surprise => PoissonTail.Surprise(Now, Expected);
}
