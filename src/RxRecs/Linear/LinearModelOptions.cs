namespace RxRecs.Recommenders;

/// <summary>
/// Configures how a linear model from item to item is trained. The defaults are those of YooChoose 1/64.
/// </summary>
public sealed record LinearModelOptions
{
    /// <summary>Represents the greatest <see cref="MaxItems"/>: 20,000, whose matrix takes 0.8 GB.</summary>
    public const int MostItems = 20_000;

    /// <summary>Gets the strength with which weights are drawn towards 0 (lambda). The default is 30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0.000001 to 1,000,000.</exception>
    public double Regularization { get; init => field = OptionValue.PositiveWeight(value); } = 30;

    /// <summary>
    /// Gets the weight of two items being in one visit, against one following the other, from 0 to 1 (alpha). The
    /// default is 0.2.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double WholeVisitWeight { get; init => field = OptionValue.Between(value, 0, 1); } = 0.2;

    /// <summary>
    /// Gets the range, in events, over which an event counts less with its distance from where a visit is cut into past
    /// and future. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not a number.</exception>
    public double PositionRange { get; init => field = OptionValue.Range(value); } = 1;

    /// <summary>
    /// Gets the range over which a visit counts less with its age: exp(-age / range). The default is null, for the time
    /// from the first visit to the last.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? TimeRange { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the maximum number of items in the model, the most frequent ones. The default is 20,000. Memory grows with
    /// its square, time with its cube.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to <see cref="MostItems"/>.</exception>
    public int MaxItems { get; init => field = OptionValue.Between(value, 1, MostItems); } = MostItems;

    /// <summary>Gets the maximum number of neighbors of an item in the table. The default is 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 200.</exception>
    public int MaxNeighbors
    {
        get;
        init => field = OptionValue.Between(value, 1, NeighborTable.MostNeighbors);
    } = NeighborTable.MostNeighbors;

    /// <summary>Gets the maximum number of events of a visit that count, the first ones. The default is 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 2 to 1,000.</exception>
    public int MaxVisitLength { get; init => field = OptionValue.Between(value, 2, 1_000); } = 200;

    /// <summary>Gets the number of threads that work. The default is 2. The table does not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 64.</exception>
    public int Threads { get; init => field = OptionValue.Between(value, 1, 64); } = 2;
}
