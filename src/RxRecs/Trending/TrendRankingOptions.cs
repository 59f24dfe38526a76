using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Provides the options of which changes make it into a report, and how many. Thresholds are inclusive and must all be
/// met.
/// </summary>
public sealed record TrendRankingOptions
{
    /// <summary>Gets the maximum number of items in each list. The default is 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Top { get; init => field = OptionValue.Positive(value); } = 10;

    /// <summary>Gets the least change of the count, up or down. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinChange { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Gets the least distance of the score from 0, up or down: a percentage with
    /// <see cref="TrendScore.PercentChange"/>. The default is 0. The rule does not apply to items without a score.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinScore { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Gets the least count that the item must have in the better of the two periods. The default is 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinCount { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Gets the number of most popular items of the later period among which rising and new items must be (higher
    /// count, then lower item); null for no such rule.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? AmongPopular { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets a value indicating whether a partial bucket is ranked as well. The default is false: a partial bucket makes
    /// almost everything fall.
    /// </summary>
    public bool IncludePartial { get; init; }
}
