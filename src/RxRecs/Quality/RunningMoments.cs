using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Count, mean, variance, least and greatest of the numbers seen so far, in one pass and without cancellation (Welford
/// 1962; two are merged as in Chan, Golub and LeVeque 1979). A mutable value of 40 bytes: hold it in a field and pass
/// it by reference.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct RunningMoments
{
    /// <summary>The largest magnitude taken, 1e150: squares of larger numbers overflow.</summary>
    public const double LargestMagnitude = 1e150;

    private double _squares;

    /// <summary>Tells how many numbers were seen.</summary>
    public long Count { get; private set; }

    /// <summary>The mean; 0 before the first number.</summary>
    public double Mean { get; private set; }

    /// <summary>The least number; 0 before the first.</summary>
    public double Minimum { get; private set; }

    /// <summary>The greatest number; 0 before the first.</summary>
    public double Maximum { get; private set; }

    /// <summary>
    /// The variance of the numbers seen: squared deviations divided by the count; 0 before the second
    /// number.
    /// </summary>
    public readonly double Variance => Count == 0 ? 0 : _squares / Count;

    /// <summary>
    /// The estimate of the variance behind a sample: squared deviations divided by the count minus 1; 0 before
    /// the second number.
    /// </summary>
    public readonly double SampleVariance => Count < 2 ? 0 : _squares / (Count - 1);

    /// <summary>
    /// Tells whether a number can be taken: finite and at most <see cref="LargestMagnitude"/> in magnitude.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <returns>True if <see cref="Add"/> takes the number.</returns>
    public static bool CanAdd(double value) => Math.Abs(value) <= LargestMagnitude;

    /// <summary>The moments of the numbers of both, whatever their order.</summary>
    /// <param name="first">The first moments.</param>
    /// <param name="second">The second moments.</param>
    /// <returns>The moments of both together.</returns>
    public static RunningMoments Merge(RunningMoments first, RunningMoments second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == 0 ? second : first;
        }

        var count = first.Count + second.Count;
        var delta = second.Mean - first.Mean;
        return new RunningMoments
        {
            Count = count,
            Mean = first.Mean + delta * second.Count / count,
            Minimum = Math.Min(first.Minimum, second.Minimum),
            Maximum = Math.Max(first.Maximum, second.Maximum),
            _squares = first._squares + second._squares + delta * delta * first.Count / count * second.Count,
        };
    }

    /// <summary>Takes a number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite or too large
    /// (<see cref="CanAdd"/>).</exception>
    public void Add(double value)
    {
        if (!CanAdd(value))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, "Must be finite and at most 1e150 in magnitude.");
        }

        Count++;
        var delta = value - Mean;
        Mean += delta / Count;
        _squares += delta * (value - Mean);
        Minimum = Count == 1 ? value : Math.Min(Minimum, value);
        Maximum = Count == 1 ? value : Math.Max(Maximum, value);
    }

    /// <summary>Writes the state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public readonly void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(Count);
        writer.WriteDouble(Mean);
        writer.WriteDouble(_squares);
        writer.WriteDouble(Minimum);
        writer.WriteDouble(Maximum);
    }

    /// <summary>Reads a state that <see cref="Snapshot"/> wrote.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <returns>The state.</returns>
    /// <exception cref="SnapshotException">The bytes are not such a state.</exception>
    public static RunningMoments Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var restored = new RunningMoments
        {
            Count = reader.ReadInt64(),
            Mean = reader.ReadDouble(),
            _squares = reader.ReadDouble(),
            Minimum = reader.ReadDouble(),
            Maximum = reader.ReadDouble(),
        };
        return restored.Count >= 0 && restored._squares >= 0
            ? restored
            : throw new SnapshotException("Moments of a negative count or square: the snapshot is damaged.");
    }
}
