namespace RxRecs.Kafka;

/// <content>What is saved of the pipelines, and whether it may be used.</content>
internal sealed partial class PipelineTarget<T, TResult>
{
    private Checkpoint? Load(OwnedPartition partition)
    {
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
                    $"Topic '{partition.Id.Topic}' has {partition.PartitionCount} partitions and had " +
                    $"{checkpoint.PartitionCount} when the state of {partition} was saved. Keys have moved to other " +
                    "partitions, away from their state: read the topic anew under another Name (or group).");
        }
        catch (SnapshotException error)
        {
            throw Unusable(partition, error);
        }
    }

    private void Store(OwnedPartition partition, Part part, Checkpoint checkpoint)
    {
        checkpoint = checkpoint with { Until = Until };
        part.Checkpoint = checkpoint;
        if (options.Store is not { } store)
        {
            return;
        }

        var telemetry = run.Control.Telemetry;
        var activity = telemetry.StartCheckpoint();
        var start = options.Clock.GetTimestamp();
        var bytes = checkpoint.ToBytes();
        try
        {
            store.Save(NameOf(partition), checkpoint.Position, bytes);
        }
        catch (Exception error)
        {
            telemetry.Checkpointed(activity, 0, options.Clock.GetElapsedTime(start), error.GetType());
            throw;
        }

        telemetry.Checkpointed(activity, bytes.Length, options.Clock.GetElapsedTime(start));
    }

    private KafkaFailureException Unusable(OwnedPartition partition, SnapshotException error) => new(
        KafkaFailure.Checkpoint,
        $"The checkpoint '{NameOf(partition)}' of {partition} cannot be used: {error.Message} Nothing was read or " +
        "committed. Delete it to begin anew, or use another Name (or group).",
        error);

    // No topic has a slash in its name.
    private string NameOf(OwnedPartition partition) => $"{options.Name ?? options.Group}/{partition}";

    // The topic was deleted and made anew since this was saved; or the topic that we began with was, and another member
    // has saved of the new one already.
    private void BeginAnew(OwnedPartition partition, Part part)
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

        if (part.Generation >= Checkpoint.MaxGeneration)
        {
            throw Unusable(partition, new SnapshotException("It has begun anew too often."));
        }

        run.Control.Notice(
            KafkaNoticeKind.DataLost,
            $"{partition} is of another topic than its checkpoint: it begins anew, with empty state, and the numbers of"
            + " results go on.");
        (part.Generation, part.Checkpoint, part.IsAnew) =
            (Math.Max(part.Generation + 1, _generation), null, true);
    }
}
