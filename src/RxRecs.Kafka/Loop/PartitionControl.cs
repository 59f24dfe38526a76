namespace RxRecs.Kafka;

/// <summary>Does what a target asks for while it takes records, or between two of them.</summary>
internal sealed class PartitionControl(
    Reading reading, ConsumerClient client, TopicWatch topics, SlowWork slow, DeadLetterReports dead)
    : IPartitionControl
{
    public bool IsCanceled => reading.Cancellation.IsCancellationRequested;

    public ConsumerTelemetry Telemetry => reading.Telemetry;

    public void Pause(OwnedPartition partition)
    {
        partition.IsPaused = true;
        client.Pause([partition.Id]);
    }

    public void Resume(OwnedPartition partition)
    {
        partition.IsPaused = false;
        client.Resume([partition.Id]);
    }

    public void Seek(OwnedPartition partition, long offset)
    {
        partition.NextOffset = offset;
        partition.IsAtEnd = false;
        slow.SeekAfterwards(partition);
    }

    public void RunSlowly(Action action) => slow.Run(action);

    public void Flush() => reading.Options.BeforeCommit?.Invoke(reading.Cancellation);

    public void CheckTopics() => topics.AreTheSame();

    public void Notice(KafkaNoticeKind kind, string text) => reading.Notices.WriteUnlessTold(kind, text);

    public bool ReportDeadLetter(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value) =>
        dead.Report(partition, offset, reason, key, value);
}
