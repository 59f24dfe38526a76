namespace RxRecs;

/// <summary>Says what an item catalog keeps and counts.</summary>
public sealed record ItemCatalogOptions
{
    /// <summary>
    /// Limits how many items are kept; those without an event for the longest time are forgotten and counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Says what each kind of interaction counts; purchase 1 and cart 1 unless given.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KindWeights Popularity { get; init => field = OptionValue.NotNull(value); } = KindWeights.Default;
}
