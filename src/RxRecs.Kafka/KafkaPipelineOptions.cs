using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>How the pipelines of partitions are run, saved and restored.</summary>
public sealed record KafkaPipelineOptions : KafkaSourceOptions
{
    /// <summary>
    /// Where state and offsets are saved as one unit; null: nothing is saved, and a pipeline that begins in the middle
    /// of a partition begins with empty state. Members of a group on several machines need a store that all can reach.
    /// </summary>
    public ISnapshotStore? Store { get; init; }

    /// <summary>
    /// The pipeline's name in the store, the group's unless told otherwise; a partition's state is under
    /// <c>name/topic[partition]</c>. With a store there must be one of the two.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>How keys, items and events are saved; the built-in codecs unless told otherwise.</summary>
    public SnapshotCodecs Codecs { get; init; } = SnapshotCodecs.Default;

    /// <summary>What becomes of a record on which the pipeline fails.</summary>
    public FailedRecord FailedRecord { get; init; }
}
