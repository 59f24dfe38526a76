using System.Globalization;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Holds what is counted of one assigned partition. Call once per poll round or per some hundred records, with how many
/// there were; no call allocates. One thread writes, any thread reads the gauges.
/// </summary>
internal sealed class PartitionTelemetry : IDisposable
{
    private const long Unknown = long.MinValue;

    private readonly KeyValuePair<string, object?>[] _pollTags;
    private readonly KeyValuePair<string, object?>[] _processTags;
    private readonly string _topic;
    private readonly TimeProvider _clock;
    private long _position = Unknown;
    private long _highOffset = Unknown;
    private long _watermark = Unknown;

    public PartitionTelemetry(string? group, TopicPartition partition, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        List<KeyValuePair<string, object?>> tags =
        [
            TelemetryTags.Kafka,
            new(TelemetryTags.Topic, partition.Topic),
            new(TelemetryTags.Partition, partition.Partition.Value.ToString(CultureInfo.InvariantCulture)),
        ];
        if (group is not null)
        {
            tags.Add(new(TelemetryTags.Group, group));
        }

        _topic = partition.Topic;
        _pollTags = [.. tags, TelemetryTags.Named("poll")];
        _processTags = [.. tags, TelemetryTags.Named("process")];
        LiveGauges.Add(this);
    }

    /// <summary>The tags of what is read.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> PollTags => _pollTags;

    /// <summary>The tags of what is processed.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> ProcessTags => _processTags;

    /// <summary>Records still to be read, or null before both offsets are known.</summary>
    public long? Lag
    {
        get
        {
            var (high, position) = (Volatile.Read(ref _highOffset), Volatile.Read(ref _position));
            return high < 0 || position < 0 ? null : Math.Max(0, high - position);
        }
    }

    /// <summary>The clock minus the watermark, or null before there is one.</summary>
    public TimeSpan? WatermarkLag
    {
        get
        {
            var watermark = Volatile.Read(ref _watermark);
            return watermark <= 0 ? null : new TimeSpan(_clock.GetUtcNow().UtcTicks - watermark);
        }
    }

    /// <summary>Counts what was read.</summary>
    /// <param name="records">The number of records.</param>
    /// <param name="bytes">The bytes of the records' keys and values.</param>
    public void Consumed(long records, long bytes)
    {
        Instruments.Consumed.Add(records, _pollTags);
        Instruments.ConsumedBytes.Add(bytes, _pollTags);
    }

    public void Parsed(long records) => Instruments.Parsed.Add(records, _processTags);

    public void DeadLetters(long records) => Instruments.DeadLetters.Add(records, _processTags);

    public void Late(long events) => Instruments.Late.Add(events, _processTags);

    /// <summary>Says how long the poll took that brought a record, and begins the record's trace.</summary>
    /// <param name="headers">The record's headers.</param>
    /// <param name="duration">The duration of the poll, until now.</param>
    public void Polled(Headers? headers, TimeSpan duration)
    {
        Instruments.OperationDuration.Record(duration.TotalSeconds, _pollTags);
        RecordActivities.Polled(headers, _topic, _pollTags, _clock.GetUtcNow(), duration);
    }

    /// <summary>A record is about to be processed: ended when it is. Nothing is looked at where nobody
    /// listens.</summary>
    public RecordWork BeginProcess(Headers? headers, long offset) => RecordWork.IsListenedTo
        ? new(this, RecordActivities.StartProcess(headers, _topic, _processTags, offset), _clock.GetTimestamp())
        : default;

    /// <summary>A record has been processed, or has failed.</summary>
    public void Processed(long start, string? error)
    {
        var seconds = _clock.GetElapsedTime(start).TotalSeconds;
        if (error is null)
        {
            Instruments.ProcessDuration.Record(seconds, _processTags);
        }
        else
        {
            Instruments.ProcessDuration.Record(seconds, [.. _processTags, new(TelemetryTags.Error, error)]);
        }
    }

    /// <summary>Says where we are, for the lag.</summary>
    /// <param name="position">The next offset to process; negative while unknown.</param>
    /// <param name="highOffset">The partition's end as the client last heard it; negative while unknown.</param>
    public void Progress(long position, long highOffset)
    {
        Volatile.Write(ref _position, position);
        Volatile.Write(ref _highOffset, highOffset);
    }

    /// <summary>Says how far event time is.</summary>
    /// <param name="utcTicks">The watermark in UTC ticks; 0 or less while there is none.</param>
    public void Watermark(long utcTicks) => Volatile.Write(ref _watermark, utcTicks);

    /// <summary>Takes the partition out of the gauges.</summary>
    public void Dispose() => LiveGauges.Remove(this);
}
