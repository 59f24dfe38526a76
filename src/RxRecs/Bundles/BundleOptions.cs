using System.Collections.Frozen;

namespace RxRecs.Recommenders;

/// <summary>Configures what makes a basket, and what is counted of items that are bought together.</summary>
public sealed record BundleOptions
{
    /// <summary>
    /// Gets the rules by which events make one basket: those of one session, or of one order where selectors give its
    /// id as the session; without either, what a user buys with less than half an hour in between.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Baskets { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>Gets the kinds of interaction that put an item into a basket. The default is purchases.</summary>
    /// <exception cref="ArgumentException">The value is null, names no kind, or one that does not exist.</exception>
    public IReadOnlySet<InteractionKind> Kinds { get; init => field = OptionValue.Kinds(value); } =
        new[] { InteractionKind.Purchase }.ToFrozenSet();

    /// <summary>Gets the least number of baskets that two items must share to be a bundle. The default is 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MinTogether { get; init => field = OptionValue.Positive(value); } = 2;

    /// <summary>
    /// Gets the maximum number of items that are counted. The default is 1,000,000. Beyond it, the one that was not
    /// bought for the longest time goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 1.</exception>
    public int MaxItems { get; init => field = OptionValue.AtLeast(value, 2); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of other items that are counted beside each. The default is 100. Beyond it, the one with
    /// the fewest baskets makes room, and <see cref="Bundle{TItem}.Error"/> tells what a bundle may be short of.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 10,000.</exception>
    public int MaxNeighbors { get; init => field = OptionValue.Between(value, 1, 10_000); } = 100;
}
