namespace RxRecs.Recommenders;

/// <summary>
/// Represents how often two items are bought together: the number of baskets with both, with each of them, and of all
/// baskets.
/// </summary>
/// <param name="First">The one item.</param>
/// <param name="Second">The second item.</param>
/// <param name="Together">
/// The number of baskets that hold both, as far as is certain; <see cref="Error"/> more at the most.
/// </param>
/// <param name="FirstBaskets">The number of baskets that hold the first.</param>
/// <param name="SecondBaskets">The number of baskets that hold the second.</param>
/// <param name="Baskets">The number of all baskets.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct Bundle<TItem>(
    TItem First, TItem Second, long Together, long FirstBaskets, long SecondBaskets, long Baskets)
{
    /// <summary>
    /// Gets the greatest number of baskets with both that may not have been counted because an item has more neighbors
    /// than are kept; 0 where the count is exact.
    /// </summary>
    public long Error { get; init; }

    /// <summary>Gets the share of all baskets that have both: together / baskets.</summary>
    public double Support => Share(Together, Baskets);

    /// <summary>
    /// Gets the share of the baskets with the first that have the second: together / baskets of the first.
    /// </summary>
    public double Confidence => Share(Together, FirstBaskets);

    /// <summary>Gets the share of the baskets with the second that have the first.</summary>
    public double ReverseConfidence => Share(Together, SecondBaskets);

    /// <summary>
    /// Gets the ratio of how often both are together to how often they would be by chance: together * baskets /
    /// (baskets of the first * baskets of the second).
    /// </summary>
    public double Lift => Share((double)Together * Baskets, (double)FirstBaskets * SecondBaskets);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
