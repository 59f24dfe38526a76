namespace RxRecs.Recommenders;

/// <summary>Configures how a visit is scored by a model that was made elsewhere.</summary>
public sealed record ItemModelOptions
{
    /// <summary>Gets the rules by which events make one visit; null is refused.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>Gets the number of events at the end of a visit that count. The default is 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000.</exception>
    public int LastItems { get; init => field = OptionValue.Between(value, 1, 1_000); } = 20;

    /// <summary>
    /// Gets the range, in events, over which a visit's events count less: the event p of L counts exp(-(L - p) /
    /// range). The default is 1.2.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not a number.</exception>
    public double QueryRange { get; init => field = OptionValue.Range(value); } = 1.2;

    /// <summary>
    /// Gets a value indicating whether the item of the last event may be recommended. The default is true.
    /// </summary>
    public bool RecommendCurrentItem { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether a snapshot that was made over another model is refused. The default is false, so
    /// that a state can be restored after its model has been replaced. The model that it was made over can be asked for
    /// in any case.
    /// </summary>
    public bool RequireSameModel { get; init; }

    /// <summary>Returns the weight of an event: exp(-back / <see cref="QueryRange"/>).</summary>
    /// <param name="back">How many events lie between it and the end of the visit; 0 for the last one.</param>
    /// <returns>The weight.</returns>
    public double WeightAt(int back) => Math.Exp(-back / QueryRange);

    internal double[] Weights() => [.. Enumerable.Range(0, LastItems).Select(WeightAt)];
}
