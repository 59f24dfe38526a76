namespace RxRecs;

/// <summary>Provides the options of an item catalog: what it keeps and counts.</summary>
public sealed record ItemCatalogOptions
{
    /// <summary>
    /// Gets the maximum number of items to keep. The default is 1,000,000. At the bound those without an event for the
    /// longest time are forgotten and counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the weight of each kind of interaction in the popularity. The default is purchase 1 and cart 1.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KindWeights Popularity { get; init => field = OptionValue.NotNull(value); } = KindWeights.Default;
}
