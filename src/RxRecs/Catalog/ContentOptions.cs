namespace RxRecs.Recommenders;

/// <summary>
/// Says what makes the contents of two items alike. An item has as features each level of its category path
/// (<c>apparel</c> and <c>apparel.shoes</c>), its category's id, its brand and its price band; each is there or not,
/// and counts its weight.
/// </summary>
/// <remarks>
/// What is not known is no feature. Prices from f^k up to but not f^(k + 1) are one band, where f is
/// <see cref="PriceFactor"/>; 0 is a band of its own.
/// </remarks>
public sealed record ContentOptions
{
    private readonly double _categoryWeight = 1;
    private readonly double _brandWeight = 1;
    private readonly double _priceWeight = 1;
    private readonly decimal _priceFactor = 2;

    /// <summary>Tells what a level of the category path, or the category's id, counts; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double CategoryWeight
    {
        get => _categoryWeight;
        init => _categoryWeight = Weight(value, nameof(CategoryWeight));
    }

    /// <summary>Tells what the brand counts; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double BrandWeight
    {
        get => _brandWeight;
        init => _brandWeight = Weight(value, nameof(BrandWeight));
    }

    /// <summary>Tells what the price band counts; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double PriceWeight
    {
        get => _priceWeight;
        init => _priceWeight = Weight(value, nameof(PriceWeight));
    }

    /// <summary>Tells how many times the lower end of a price band its upper end is; 2 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1.1 to 1,000.</exception>
    public decimal PriceFactor
    {
        get => _priceFactor;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1.1m, nameof(PriceFactor));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000m, nameof(PriceFactor));
            _priceFactor = value;
        }
    }

    /// <summary>
    /// Gives the weight of the features that two items share, divided by the weight of all features of the first: the
    /// share of the first item that the other one has, from 0 to 1.
    /// </summary>
    /// <param name="item">The facts of the item.</param>
    /// <param name="other">The facts of the other item.</param>
    /// <returns>The share; 0 where nothing is known of the item.</returns>
    public double Similarity(in ItemFacts item, in ItemFacts other) =>
        ContentFeatures.Of(item, this).Similarity(ContentFeatures.Of(other, this), this);

    private static double Weight(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A weight is a finite number that is not negative.");
}
