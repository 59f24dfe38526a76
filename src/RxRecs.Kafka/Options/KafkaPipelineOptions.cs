using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>Configures how the pipelines of partitions are run, saved and restored.</summary>
public sealed record KafkaPipelineOptions : KafkaSourceOptions
{
    /// <summary>
    /// Gets the store in which state and offsets are saved as one unit. With null nothing is saved, and a pipeline that
    /// begins in the middle of a partition begins with empty state. Members of a group on several machines need a store
    /// that all can reach.
    /// </summary>
    public ISnapshotStore? Store { get; init; }

    /// <summary>
    /// Gets the pipeline's name in the store. The default is the group's. A partition's state is under
    /// <c>name/topic[partition]</c>. With a store there must be one of the two.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the codecs by which keys, items and events are saved. The default is the built-in codecs.
    /// </summary>
    public SnapshotCodecs Codecs { get; init; } = SnapshotCodecs.Default;

    /// <summary>
    /// Gets a value indicating whether the run goes on behind a record that could be parsed but on which the pipeline
    /// fails: such a record becomes a dead letter, and the pipeline goes back to its state at the last commit, takes
    /// what came since without emitting its results again, and goes on behind the record. State is saved in memory at
    /// each commit for this. By default the run ends with an error that names the record; nothing is lost, and a
    /// restart fails there again.
    /// </summary>
    public bool ContinueAfterFailure { get; init; }
}
