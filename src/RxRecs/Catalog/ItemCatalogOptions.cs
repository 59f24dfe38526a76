namespace RxRecs;

/// <summary>Says what an item catalog keeps and counts.</summary>
public sealed record ItemCatalogOptions
{
    private readonly int _maxItems = 1_000_000;
    private readonly KindWeights _popularity = KindWeights.Default;

    /// <summary>
    /// Limits how many items are kept; those without an event for the longest time are forgotten and counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems
    {
        get => _maxItems;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxItems));
            _maxItems = value;
        }
    }

    /// <summary>Says what each kind of interaction counts; purchase 1 and cart 1 unless given.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KindWeights Popularity
    {
        get => _popularity;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Popularity));
            _popularity = value;
        }
    }
}
