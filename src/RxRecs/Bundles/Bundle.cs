namespace RxRecs.Recommenders;

/// <summary>
/// Tells how often two items are bought together: in how many baskets both are, each is, and how many there are.
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
    /// Tells how many baskets with both may not have been counted, because an item has more neighbors than are kept; 0
    /// where the count is exact.
    /// </summary>
    public long Error { get; init; }

    /// <summary>Gives the share of all baskets that have both: together / baskets.</summary>
    public double Support => Share(Together, Baskets);

    /// <summary>Gives the share of the baskets with the first that have the second: together / baskets of the
    /// first.</summary>
    public double Confidence => Share(Together, FirstBaskets);

    /// <summary>Gives the share of the baskets with the second that have the first.</summary>
    public double ReverseConfidence => Share(Together, SecondBaskets);

    /// <summary>
    /// Gives how many times as often both are together as by chance: together * baskets / (baskets of the first *
    /// baskets of the second).
    /// </summary>
    public double Lift => Share((double)Together * Baskets, (double)FirstBaskets * SecondBaskets);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
