using System.Diagnostics;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Holds what is counted of one consumer, beside its partitions. Activities are made for commits, checkpoints and
/// rebalances: a few a minute, and for records that are sampled.
/// </summary>
/// <param name="group">The consumer group, or null where partitions are assigned by hand.</param>
/// <param name="clock">The clock of the watermark lag.</param>
internal sealed class ConsumerTelemetry(string? group, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly KeyValuePair<string, object?>[] _commitTags = Tags(group, "commit");
    private readonly KeyValuePair<string, object?>[] _rebalanceTags = Tags(group, "rebalance");
    private readonly KeyValuePair<string, object?>[] _checkpointTags = Tags(group, "checkpoint");

    /// <summary>The counters of a partition that has just been assigned; dispose them when it goes.</summary>
    public PartitionTelemetry Partition(TopicPartition partition) => new(group, partition, clock);

    /// <summary>Sinks confirm, state is saved and offsets are handed over: to be disposed then.</summary>
    public CommitWork StartCommit() => new(
        Activities.Start("commit", "settle", group, _commitTags), _commitTags, _clock, _clock.GetTimestamp());

    /// <summary>Counts what the broker says of a commit, a while later.</summary>
    public void Committed(Error? error = null) =>
        Activities.End(null, Instruments.Commits, _commitTags, Code(error));

    public Activity? StartRebalance(PartitionChange change, int partitions)
    {
        var name = Name(change);
        Instruments.Rebalances.Add(partitions, [.. _rebalanceTags, new(TelemetryTags.Change, name)]);
        var activity = Activities.Start("rebalance", null, group, _rebalanceTags);
        activity?.SetTag(TelemetryTags.Change, name).SetTag("rxrecs.kafka.partitions", partitions);
        return activity;
    }

    public Activity? StartCheckpoint() => Activities.Start("checkpoint", null, group, _checkpointTags);

    /// <summary>Counts a checkpoint and ends its activity.</summary>
    /// <param name="activity">The activity that <see cref="StartCheckpoint"/> gave.</param>
    /// <param name="bytes">The size of the checkpoint in bytes.</param>
    /// <param name="duration">The duration of the checkpoint.</param>
    /// <param name="failure">The type of the exception that it failed with, or null.</param>
    public void Checkpointed(Activity? activity, long bytes, TimeSpan duration, Type? failure = null)
    {
        Instruments.CheckpointBytes.Add(bytes, _checkpointTags);
        Instruments.CheckpointDuration.Record(duration.TotalSeconds, _checkpointTags);
        activity?.SetTag("rxrecs.kafka.checkpoint.bytes", bytes);
        Activities.End(activity, Instruments.Checkpoints, _checkpointTags, failure?.FullName);
    }

    private static KeyValuePair<string, object?>[] Tags(string? group, string operation) => group is null
        ? [TelemetryTags.Kafka, TelemetryTags.Named(operation)]
        : [TelemetryTags.Kafka, TelemetryTags.Named(operation), new(TelemetryTags.Group, group)];

    private static string? Code(Error? error) => error is { IsError: true } ? error.Code.ToString() : null;

    private static string Name(PartitionChange change) => change switch
    {
        PartitionChange.Assigned => "assigned",
        PartitionChange.Revoked => "revoked",
        _ => "lost",
    };
}
