namespace RxRecs.Recommenders;

/// <summary>
/// Provides the weights by which the contents of two items are compared. An item has as features each level of its
/// category path (<c>apparel</c> and <c>apparel.shoes</c>), its category's id, its brand and its price band. A feature
/// is either there or not, and counts its weight.
/// </summary>
/// <remarks>
/// What is not known is no feature. Prices from f^k up to but not f^(k + 1) are one band, where f is
/// <see cref="PriceFactor"/>; 0 is a band of its own.
/// </remarks>
public sealed record ContentOptions
{
    /// <summary>Gets the weight of a level of the category path, or of the category's id. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double CategoryWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Gets the weight of the brand. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double BrandWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Gets the weight of the price band. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double PriceWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Gets the ratio of the upper end of a price band to its lower end. The default is 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1.1 to 1,000.</exception>
    public decimal PriceFactor { get; init => field = OptionValue.Between(value, 1.1m, 1_000m); } = 2;

    /// <summary>
    /// Returns the weight of the features that two items share, divided by the weight of all features of the first: the
    /// share of the first item that the other one has, from 0 to 1.
    /// </summary>
    /// <param name="item">The facts of the item.</param>
    /// <param name="other">The facts of the other item.</param>
    /// <returns>The share; 0 where nothing is known of the item.</returns>
    public double Similarity(in ItemFacts item, in ItemFacts other) =>
        ContentFeatures.Of(item, this).Similarity(ContentFeatures.Of(other, this), this);
}
