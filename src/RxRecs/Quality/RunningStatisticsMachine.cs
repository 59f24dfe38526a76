namespace RxRecs.Machines;

/// <summary>
/// Computes mean, variance, median, least and greatest of a number per event; the machine behind
/// <c>RunningStatistics</c>.
/// </summary>
/// <param name="numberSelector">The number; null or not finite counts as invalid.</param>
/// <param name="median">How the median is found.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
public sealed class RunningStatisticsMachine<TEvent>(
    Func<TEvent, double?> numberSelector, MedianMethod median = MedianMethod.Sketch) : IMachine<TEvent, Statistics>
{
    private readonly QuantileSketch? _sketch = median == MedianMethod.Sketch ? new QuantileSketch() : null;
    private readonly RunningMedian? _exact = median == MedianMethod.Exact ? new RunningMedian() : null;
    private RunningMoments _moments;
    private long _invalid;

    /// <inheritdoc/>
    public SnapshotFormat Format => new("RunningStatistics", 1);

    /// <summary>Gives the figures so far.</summary>
    public Statistics Current => new(
        _moments.Count,
        _invalid,
        _moments.Mean,
        _moments.Variance,
        _sketch?.Median ?? _exact?.Median ?? 0,
        _moments.Minimum,
        _moments.Maximum);

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<Statistics> output)
    {
        if (numberSelector(value) is { } number && RunningMoments.CanAdd(number))
        {
            _moments.Add(number);
            _sketch?.Add(number);
            _exact?.Add(number);
        }
        else
        {
            _invalid++;
        }

        output.Emit(Current);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<Statistics> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteByte((byte)median);
        writer.WriteInt64(_invalid);
        _moments.Snapshot(writer);
        _sketch?.Snapshot(writer);
        _exact?.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var found = (MedianMethod)reader.ReadByte();
        if (found != median)
        {
            throw new SnapshotException($"The snapshot was made with the median method {found}, not {median}.");
        }

        _invalid = reader.ReadInt64();
        _moments = RunningMoments.Restore(reader);
        _sketch?.Restore(reader);
        _exact?.Restore(reader);
    }
}
