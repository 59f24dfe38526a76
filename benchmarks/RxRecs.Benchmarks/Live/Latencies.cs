using System.Globalization;

namespace RxRecs.Benchmarks.Live;

/// <summary>Counts durations by tenths of a millisecond, up to ten seconds: none is left out, however many there
/// are.</summary>
internal sealed class Latencies
{
    private const int StepsPerMs = 10;
    private readonly long[] _counts = new long[(10_000 * StepsPerMs) + 1];

    /// <summary>Counts a duration; from any thread.</summary>
    public void Add(TimeSpan duration) => Interlocked.Increment(
        ref _counts[(int)Math.Clamp(duration.TotalMilliseconds * StepsPerMs, 0, _counts.Length - 1)]);

    public override string ToString()
    {
        var total = _counts.Sum();
        return total == 0 ? "-" : string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {Within(total, .5):f1} ms, p90 {Within(total, .9):f1} ms, p99 {Within(total, .99):f1} ms, "
            + $"p99.9 {Within(total, .999):f1} ms, longest {Within(total, 1):f1} ms");
    }

    /// <summary>Gives the duration within which a share of all lies, rounded up to a tenth.</summary>
    private double Within(long total, double share)
    {
        var left = (long)Math.Ceiling(total * share);
        var step = 0;
        while ((left -= _counts[step]) > 0)
        {
            step++;
        }

        return (step + 1d) / StepsPerMs;
    }
}
