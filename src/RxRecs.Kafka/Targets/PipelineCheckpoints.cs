using RxRecs.Storage;

namespace RxRecs.Kafka;

/// <summary>Saves and loads the checkpoints of a run's partitions, and decides whether one may be used.</summary>
/// <param name="options">The options with the store, where there is one, and the checkpoints' name.</param>
/// <param name="run">The run, by which the loop is found.</param>
/// <param name="until">The end of the history that comes before the topic, in ticks; 0 for none.</param>
internal sealed class PipelineCheckpoints(KafkaPipelineOptions options, TopicRun run, long until)
{
    private const string KeysHaveMoved =
        "Keys have moved to other partitions, away from their state: read the topic anew under another Name"
        + " (or group).";

    /// <summary>Tells whether they survive the run.</summary>
    public bool HasStore => options.Store is not null;

    /// <summary>Tells whether the run needs them: to go on from, or to go back to after a failure.</summary>
    public bool AreNeeded => HasStore || options.ContinueAfterFailure;

    // No topic has a slash in its name.
    public string NameOf(OwnedPartition partition) => $"{options.Name ?? options.Group}/{partition}";

    /// <summary>Reads the newest checkpoint of a partition; null if there is none.</summary>
    /// <exception cref="KafkaFailureException">
    /// It is damaged, or the topic had another number of partitions when it was saved.
    /// </exception>
    public Checkpoint? Load(OwnedPartition partition)
    {
        if (HasStore && partition.Id.Partition.Value >= partition.PartitionCount)
        {
            throw new KafkaFailureException(
                KafkaFailure.PartitionCount,
                $"{partition} came while its topic of {partition.PartitionCount} partitions was read. {KeysHaveMoved}");
        }

        try
        {
            var stored = options.Store?.Load(NameOf(partition)) ?? StoredSnapshots.None;
            var checkpoint = stored.Count == 0 ? null : Checkpoint.FromBytes(stored[0].Content);
            if (checkpoint is not null && stored.Damaged.Count > 0)
            {
                run.Control.Notice(
                    KafkaNoticeKind.Checkpoint,
                    $"{partition} goes on from its checkpoint at offset {checkpoint.Offset}; there may have been a"
                    + $" newer one: {string.Join("; ", stored.Damaged)}");
            }

            return checkpoint is null || checkpoint.PartitionCount == partition.PartitionCount
                || TopicState.AreOfDifferentTopics(checkpoint.TopicId, partition.TopicId)
                ? checkpoint
                : throw new KafkaFailureException(
                    KafkaFailure.PartitionCount,
                    $"Topic '{partition.Id.Topic}' has {partition.PartitionCount} partitions and had "
                    + $"{checkpoint.PartitionCount} when the state of {partition} was saved. {KeysHaveMoved}");
        }
        catch (SnapshotException error)
        {
            throw Unusable(partition, error);
        }
    }

    /// <summary>Saves a checkpoint, where there is a store.</summary>
    /// <returns>The checkpoint as it is saved.</returns>
    public Checkpoint Save(OwnedPartition partition, Checkpoint checkpoint)
    {
        checkpoint = checkpoint with { Until = until };
        if (options.Store is not { } store)
        {
            return checkpoint;
        }

        var telemetry = run.Control.Telemetry;
        var activity = telemetry.StartCheckpoint();
        var start = options.TimeProvider.GetTimestamp();
        var bytes = checkpoint.ToBytes();
        try
        {
            store.Save(NameOf(partition), checkpoint.Position, bytes);
        }
        catch (Exception error)
        {
            telemetry.Checkpointed(activity, 0, options.TimeProvider.GetElapsedTime(start), error.GetType());
            throw;
        }

        telemetry.Checkpointed(activity, bytes.Length, options.TimeProvider.GetElapsedTime(start));
        return checkpoint;
    }

    /// <summary>Makes the generation that follows that of a checkpoint whose topic was deleted and made anew since; or
    /// the topic that the run began with was, and another member has saved of the new one already.</summary>
    /// <exception cref="KafkaFailureException">The options do not allow it, or it has happened too often.</exception>
    public int NextGeneration(OwnedPartition partition, int generation)
    {
        run.Control.CheckTopics();
        if (!options.RestartOnNewTopic)
        {
            throw new KafkaFailureException(
                KafkaFailure.DataExpired,
                $"The checkpoint '{NameOf(partition)}' is of another topic '{partition.Id.Topic}', which was deleted"
                + " since: its offset and state say nothing of the new one. Set RestartOnNewTopic, or delete the"
                + " checkpoint, or use another Name (or group).");
        }

        if (generation >= Checkpoint.MaxGeneration)
        {
            throw Unusable(partition, new SnapshotException("It has begun anew too often."));
        }

        run.Control.Notice(
            KafkaNoticeKind.DataLost,
            $"{partition} is of another topic than its checkpoint: it begins anew, with empty state, and the numbers of"
            + " results go on.");
        return generation + 1;
    }

    /// <summary>Throws if a checkpoint was saved with another history before its topic.</summary>
    public void ThrowIfOfOtherHistory(OwnedPartition partition, Checkpoint checkpoint)
    {
        if (checkpoint.Until != until)
        {
            throw new KafkaFailureException(
                KafkaFailure.Checkpoint,
                $"The checkpoint '{NameOf(partition)}' was saved with {Told(checkpoint.Until)}, and this run has"
                + $" {Told(until)}: events would be missing, or count twice. Run with Until as it was (the history is"
                + " not read again), or read anew under another Name (or group).");
        }

        static string Told(long until) =>
            until == 0 ? "no history" : $"a history until {new DateTimeOffset(until, TimeSpan.Zero):O}";
    }

    /// <summary>Throws if a partition that is not at its end was completed at a checkpoint: its last results went out
    /// as those of the end, and more records would give the same numbers to others.</summary>
    public void ThrowIfCompleted(OwnedPartition partition, Checkpoint? checkpoint)
    {
        if (checkpoint is { Pending.IsCompletion: true, Offset: var offset } && !partition.IsCompleted)
        {
            throw new KafkaFailureException(
                KafkaFailure.Checkpoint,
                $"The pipeline of {partition} was completed at offset {offset}, where the partition ended then, and "
                + $"cannot go on from there: delete '{NameOf(partition)}' from the store to begin anew, or use another "
                + "Name (or group).");
        }
    }

    public KafkaFailureException Unusable(OwnedPartition partition, SnapshotException error) => new(
        KafkaFailure.Checkpoint,
        $"The checkpoint '{NameOf(partition)}' of {partition} cannot be used: {error.Message} Nothing was read or "
        + "committed. Delete it to begin anew, or use another Name (or group).",
        error);
}
