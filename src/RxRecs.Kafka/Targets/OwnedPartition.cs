using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>One partition in the hands of this member, from assignment to revocation.</summary>
internal sealed class OwnedPartition(
    TopicPartition partition, int partitionCount, PartitionTelemetry telemetry, UInt128 topicId = default)
    : IDisposable
{
    private long _records;
    private long _bytes;
    private long _dead;
    private long _late;

    public TopicPartition Id => partition;

    /// <summary>Gives the number of the topic's partitions.</summary>
    public int PartitionCount => partitionCount;

    /// <summary>Gives the id of the topic; 0 if it is not known.</summary>
    public UInt128 TopicId => topicId;

    /// <summary>The offset after the last record that was taken; below 0 before the first, if not known.</summary>
    public long NextOffset { get; set; } = Offset.Unset.Value;

    /// <summary>Gives what has been handed over for commit.</summary>
    public long CommittedOffset { get; set; } = Offset.Unset.Value;

    /// <summary>Gives the end of the partition at the start; <see cref="long.MaxValue"/> for a source that goes
    /// on.</summary>
    public long EndOffset { get; set; } = long.MaxValue;

    /// <summary>Tells whether the last thing that came was the partition's end.</summary>
    public bool IsAtEnd { get; set; }

    /// <summary>Gives the end of the partition when the client first heard of it; below 0 before.</summary>
    public long FirstEnd { get; private set; } = Offset.Unset.Value;

    /// <summary>Tells whether it has been read to <see cref="FirstEnd"/>, or to its end at any time.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>The end that the broker last told of, behind what a transaction leaves there.</summary>
    public long SeenEnd { get; set; }

    /// <summary>Gives how far it has been read, with what a transaction leaves behind the last record.</summary>
    public long ReadTo => Math.Max(SeenEnd, NextOffset);

    /// <summary>Tells whether the group has taken it from us.</summary>
    public bool IsGone { get; set; }

    /// <summary>Tells whether the reading is over, having come to <see cref="EndOffset"/>.</summary>
    public bool IsCompleted { get; set; }

    /// <summary>Tells whether the target has begun with it.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Tells whether the target wants no more of it for now.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Keeps what was handed on of it lately.</summary>
    public RecentDeliveries Recent { get; } = new();

    /// <summary>Gives the time of the last on-time record, or of the last word to the target of the quiet: the clock's
    /// timestamp.</summary>
    public long QuietSince { get; set; }

    /// <summary>Tells whether an on-time record has come since this was last looked at.</summary>
    public bool HasNews { get; set; }

    /// <summary>
    /// Notes whether it is caught up, by the end that the client knows now; below 0 if it knows none.
    /// </summary>
    public void NoteEnd(long highOffset)
    {
        FirstEnd = FirstEnd < 0 ? highOffset : FirstEnd;
        IsCaughtUp |= IsBegun && (IsAtEnd || (FirstEnd >= 0 && NextOffset >= FirstEnd));
    }

    /// <summary>The poll that brought a record has taken so long, until now.</summary>
    public void CountPoll(Headers? headers, TimeSpan duration) => telemetry.Polled(headers, duration);

    /// <summary>A record is about to be processed: ended when it is.</summary>
    public RecordWork BeginProcess(Headers? headers, long offset) => telemetry.BeginProcess(headers, offset);

    /// <summary>A record has come.</summary>
    public void Count(Message<byte[], byte[]> message)
    {
        _records++;
        _bytes += (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0);
    }

    /// <summary>A record has become a dead letter.</summary>
    public void CountDead() => _dead++;

    /// <summary>A record has come too late.</summary>
    public void CountLate() => _late++;

    /// <summary>Tells the telemetry what has come since it was last told, and where the partition stands.</summary>
    public void Tell(long highOffset, long watermark = 0)
    {
        telemetry.Progress(NextOffset, highOffset);
        telemetry.Watermark(watermark);
        if (_late > 0)
        {
            telemetry.Late(_late);
            _late = 0;
        }

        if (_records > 0)
        {
            telemetry.Consumed(_records, _bytes);
            telemetry.Parsed(_records - _dead);
            telemetry.DeadLetters(_dead);
            (_records, _bytes, _dead) = (0, 0, 0);
        }
    }

    /// <summary>The partition is no longer ours.</summary>
    public void Dispose()
    {
        Tell(Offset.Unset.Value);
        telemetry.Dispose();
    }

    public override string ToString() => $"{partition.Topic}[{partition.Partition.Value}]";
}
