using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs.Analytics;

/// <summary>
/// Represents how many of the users who did one thing in a period did another in the same period, before or after it.
/// </summary>
/// <param name="Users">The number of users who did the first.</param>
/// <param name="Converted">The number of them who did the other as well.</param>
public readonly record struct InsightConversion(long Users, long Converted)
{
    /// <summary>
    /// Gets the share of the users who did both, from 0 to 1, with the interval of Wilson (1927) at 95 %; null where
    /// there are no users.
    /// </summary>
    public ConfidenceInterval? Share => Users == 0 ? null : ConfidenceInterval.OfShare(Converted, Users);

    /// <summary>
    /// Determines whether the intervals of two conversions have a point in common: their difference may then be chance.
    /// </summary>
    /// <param name="other">The second conversion.</param>
    /// <returns>True if they overlap, and where either has no users.</returns>
    public bool Overlaps(InsightConversion other) =>
        Share is not { } mine || other.Share is not { } its || (mine.Low <= its.High && its.Low <= mine.High);

    /// <summary>Returns the share in percent, its interval and the number of users in one line.</summary>
    /// <returns>A text such as <c>12.3 % (11.2 to 13.5) of 3,201</c>, whatever the culture.</returns>
    public override string ToString() => Share is { } share
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{share.Value * 100:0.0} % ({share.Low * 100:0.0} to {share.High * 100:0.0}) of {Users:#,0}")
        : "of nobody";
}
