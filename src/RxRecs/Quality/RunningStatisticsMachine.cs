using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Computes mean, variance, median, least and greatest of a number per event; the machine behind
/// <c>RunningStatistics</c>.
/// </summary>
/// <param name="numberSelector">A selector of the number; null or not finite counts as invalid.</param>
/// <param name="median">The method by which the median is found.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
public sealed class RunningStatisticsMachine<TEvent>(
    Func<TEvent, double?> numberSelector, MedianMethod median = MedianMethod.Sketch) : IMachine<TEvent, Statistics>
{
    private const int ExactCount = 1_000;
    private readonly QuantileSketch? _sketch = median == MedianMethod.Sketch ? new QuantileSketch() : null;
    private RunningMedian? _exact = median switch
    {
        MedianMethod.None => null,
        MedianMethod.Sketch => new RunningMedian(ExactCount + 1),
        _ => new RunningMedian(),
    };

    private RunningMoments _moments;
    private long _invalid;

    /// <inheritdoc/>
    public SnapshotFormat Format => new("RunningStatistics", 2);

    /// <summary>Gets the figures so far.</summary>
    public Statistics Current => new(
        _moments.Count,
        _invalid,
        _moments.Mean,
        _moments.Variance,
        _exact?.Median ?? _sketch?.Median ?? 0,
        _moments.Minimum,
        _moments.Maximum)
    {
        MedianError = _exact is null && _sketch is not null ? QuantileSketch.RelativeError : 0,
    };

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<Statistics> output)
    {
        if (numberSelector(value) is { } number && RunningMoments.CanAdd(number))
        {
            _moments.Add(number);
            _sketch?.Add(number);
            _exact?.Add(number);
            if (_sketch is not null && _exact?.Count > ExactCount)
            {
                _exact = null;
            }
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
        writer.WriteByte((byte)(_exact is null ? 0 : 1));
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
        _exact = reader.ReadByte() == 0 ? null : new RunningMedian();
        _exact?.Restore(reader);
        if (_sketch is null ? (_exact is null) != (median == MedianMethod.None) : _exact?.Count > ExactCount)
        {
            throw new SnapshotException("The numbers are not those of the median method: the snapshot is damaged.");
        }
    }
}
