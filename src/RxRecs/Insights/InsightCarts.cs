namespace RxRecs.Analytics;

/// <summary>Tells which carts were left in a period: those whose time without a change ended in it.</summary>
/// <param name="Count">How many carts.</param>
/// <param name="Lines">How many items lay in them; several pieces of one are one line.</param>
/// <param name="Worth">What the lines with a known price were worth, pieces times the price last seen.</param>
/// <param name="LinesWithoutPrice">How many lines are not in <paramref name="Worth"/>, as their price is not
/// known.</param>
/// <param name="TakenUp">How many carts left before, in this period or an earlier one, were changed or bought from
/// again in this one.</param>
public readonly record struct InsightCarts(
    long Count, long Lines, decimal Worth, long LinesWithoutPrice, long TakenUp);
