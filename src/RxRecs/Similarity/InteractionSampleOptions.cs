namespace RxRecs.Recommenders;

/// <summary>
/// Limits how many interactions count, of a visit and of an item, by reservoirs (Vitter 1985; Schelter, Celebi and
/// Dunning, SSDBM 2019): each that came has the same chance to be among those that count, and one that has to make room
/// is taken out of all sums again. So an event costs the same however long a visit, or however popular an item, is.
/// </summary>
/// <remarks>
/// <para>
/// An interaction is an item of a visit; where <see cref="ItemToItemOptions.From"/> and
/// <see cref="ItemToItemOptions.To"/> differ, each of the two sides has its own. Each two that count are a pair,
/// whatever lies between them. An item that is not among those that count is drawn for again when it comes again.
/// </para>
/// <para>
/// The draw is a hash of the visit's number and of how many interactions have come, so that a replay and a restored
/// state draw the same. Of a visit that is not kept any more nothing can be taken out: where an item's draw falls on
/// one, the new interaction does not count.
/// </para>
/// <para>Bound: <see cref="PerVisit"/> for each visit kept, and <see cref="PerItem"/> numbers for each item.</para>
/// </remarks>
public sealed record InteractionSampleOptions
{
    /// <summary>Gets the maximum number of interactions of a visit that count. The default is 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 10,000.</exception>
    public int PerVisit { get; init => field = OptionValue.Between(value, 1, 10_000); } = 500;

    /// <summary>Gets the maximum number of interactions of an item that count. The default is 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000,000.</exception>
    public int PerItem { get; init => field = OptionValue.Between(value, 1, 1_000_000); } = 500;
}
