namespace RxRecs.Recommenders;

/// <summary>Sets how a linear model from item to item is trained. The defaults are those of YooChoose 1/64.</summary>
public sealed record LinearModelOptions
{
    /// <summary>Limits <see cref="MaxItems"/>: 20,000, whose matrix takes 0.8 GB.</summary>
    public const int MostItems = 20_000;

    /// <summary>Tells how much weights are drawn towards 0 (lambda); 30 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0.000001 to 1,000,000.</exception>
    public double Regularization { get; init => field = OptionValue.PositiveWeight(value); } = 30;

    /// <summary>
    /// Tells how much it counts that two items are in one visit, against that one follows the other, from 0 to 1
    /// (alpha); 0.2 unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double WholeVisitWeight { get; init => field = OptionValue.Between(value, 0, 1); } = 0.2;

    /// <summary>
    /// Tells how fast an event counts less with its distance, in events, from where a visit is cut into past and
    /// future; 1 unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not a number.</exception>
    public double PositionRange { get; init => field = OptionValue.Range(value); } = 1;

    /// <summary>
    /// Tells how fast a visit counts less with its age: exp(-age / range). Null, the default: the time from the first
    /// visit to the last.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? TimeRange { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Limits how many items the model has, the most frequent ones; 20,000 unless given. Memory grows with its square,
    /// time with its cube.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to <see cref="MostItems"/>.</exception>
    public int MaxItems { get; init => field = OptionValue.Between(value, 1, MostItems); } = MostItems;

    /// <summary>Limits how many neighbors of an item the table has; 200 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 200.</exception>
    public int MaxNeighbors
    {
        get;
        init => field = OptionValue.Between(value, 1, NeighborTable.MostNeighbors);
    } = NeighborTable.MostNeighbors;

    /// <summary>Limits how many events of a visit count, the first ones; 200 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 2 to 1,000.</exception>
    public int MaxVisitLength { get; init => field = OptionValue.Between(value, 2, 1_000); } = 200;

    /// <summary>
    /// Limits how many threads work; 2 unless given. The table does not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 64.</exception>
    public int Threads { get; init => field = OptionValue.Between(value, 1, 64); } = 2;
}
