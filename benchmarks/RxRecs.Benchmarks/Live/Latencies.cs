using System.Globalization;

namespace RxRecs.Benchmarks.Live;

/// <summary>Keeps the newest durations, and tells their median and 99 %.</summary>
internal sealed class Latencies
{
    private const int Kept = 2_048;
    private readonly Lock _gate = new();
    private readonly Queue<double> _newest = new();

    public void Add(TimeSpan duration)
    {
        lock (_gate)
        {
            _newest.Enqueue(duration.TotalMilliseconds);
            if (_newest.Count > Kept)
            {
                _newest.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        double[] sorted;
        lock (_gate)
        {
            sorted = [.. _newest.Order()];
        }

        return sorted.Length == 0 ? "-" : string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {sorted[sorted.Length / 2]:f1} ms, p99 {sorted[(int)(sorted.Length * .99)]:f1} ms");
    }
}
