using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Tells which changes make it into a report, and how many. Thresholds are inclusive and must all be met.
/// </summary>
public sealed record TrendRankingOptions
{
    /// <summary>Tells how many items each list holds at the most (default 10).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Top { get; init => field = OptionValue.Positive(value); } = 10;

    /// <summary>Tells by how much the count must have changed, up or down (default 0).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinChange { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Tells how far the score must be from 0, up or down (default 0): the least percent with
    /// <see cref="TrendScore.PercentChange"/>. The rule does not apply to items without a score.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinScore { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>Sets the least count that the item must have in the better of the two periods (default 0).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinCount { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Keeps rising and new items that are among so many most popular ones of the later period (higher count, then
    /// lower item); null for no such rule.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? AmongPopular { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Tells whether a partial bucket is ranked as well (default false): it makes almost everything fall.
    /// </summary>
    public bool IncludePartial { get; init; }
}
