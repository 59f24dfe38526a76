namespace RxRecs.Analytics;

/// <summary>Represents the carts that were left in a period: those whose time without a change ended in it.</summary>
/// <param name="Count">The number of carts.</param>
/// <param name="Lines">The number of items that lay in them; several pieces of one are one line.</param>
/// <param name="Worth">The worth of the lines with a known price: pieces times the price last seen.</param>
/// <param name="LinesWithoutPrice">
/// The number of lines that are not in <paramref name="Worth"/>, as their price is not known.
/// </param>
/// <param name="TakenUp">
/// The number of carts left before, in this period or an earlier one, that were changed or bought from again in this
/// one.
/// </param>
public readonly record struct InsightCarts(
    long Count, long Lines, decimal Worth, long LinesWithoutPrice, long TakenUp);
