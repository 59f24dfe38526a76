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
    /// <summary>Tells what a level of the category path, or the category's id, counts; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double CategoryWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Tells what the brand counts; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double BrandWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Tells what the price band counts; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double PriceWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Tells how many times the lower end of a price band its upper end is; 2 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1.1 to 1,000.</exception>
    public decimal PriceFactor { get; init => field = OptionValue.Between(value, 1.1m, 1_000m); } = 2;

    /// <summary>
    /// Gives the weight of the features that two items share, divided by the weight of all features of the first: the
    /// share of the first item that the other one has, from 0 to 1.
    /// </summary>
    /// <param name="item">The facts of the item.</param>
    /// <param name="other">The facts of the other item.</param>
    /// <returns>The share; 0 where nothing is known of the item.</returns>
    public double Similarity(in ItemFacts item, in ItemFacts other) =>
        ContentFeatures.Of(item, this).Similarity(ContentFeatures.Of(other, this), this);
}
