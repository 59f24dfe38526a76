using System.Runtime.InteropServices;

namespace RxRecs.Analytics;

/// <summary>Represents figures of the numbers seen so far. All figures are 0 before the first number.</summary>
/// <param name="Count">The number of numbers, without invalid ones.</param>
/// <param name="Invalid">The number of numbers that were left out as missing, not finite or beyond 1e150.</param>
/// <param name="Mean">The mean of the numbers.</param>
/// <param name="Variance">The variance of the numbers: squared deviations divided by the count.</param>
/// <param name="Median">
/// The median of the numbers, the mean of the two middle ones where the count is even; as exact as
/// <see cref="MedianError"/> says.
/// </param>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The greatest.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Statistics(
    long Count, long Invalid, double Mean, double Variance, double Median, double Minimum, double Maximum)
{
    /// <summary>
    /// Gets the greatest error of <see cref="Median"/>, as a part of its magnitude: 0 where it is exact.
    /// </summary>
    public double MedianError { get; init; }

    /// <summary>Gets the square root of the variance.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);
}
