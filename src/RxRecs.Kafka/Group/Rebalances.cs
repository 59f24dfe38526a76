using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Does what is due when the group gives partitions to this member or takes them away. It is called within a poll or a
/// close, by the loop's thread or the one that polls in its place, and has no more of the client than what is allowed
/// there.
/// </summary>
internal sealed class Rebalances(
    Reading reading,
    OwnedPartitions owned,
    Assignment assignment,
    Commits commits,
    OffsetCommits offsetCommits,
    TopicWatch topics,
    RunFaults faults,
    BusyPipeline busy) : IRebalanceListener
{
    private volatile bool _isClosing;

    /// <summary>Begins with nothing that comes from now on.</summary>
    public void Close() => _isClosing = true;

    public IEnumerable<TopicPartitionOffset> OnAssigned(RebalanceClient client, List<TopicPartition> partitions)
    {
        if (_isClosing)
        {
            return AtEnd(partitions);
        }

        try
        {
            return assignment.Own(client, partitions);
        }
        catch (Exception error)
        {
            // Once cancelled, the loop ends by itself and commits what it has.
            if (!reading.Cancellation.IsCancellationRequested)
            {
                NoteUnanswered(error);
            }

            return AtEnd(partitions);
        }
    }

    public void OnRevoked(RebalanceClient client, List<TopicPartitionOffset> offsets)
    {
        // When another thread polls for us, the pipeline is busy with a record: that one is to be finished first.
        busy.Wait();
        var gone = Owned(offsets);
        using var activity = reading.Telemetry.StartRebalance(PartitionChange.Revoked, gone.Count);
        reading.Target.Settle(gone, mayCommit: !faults.HasFailed);
        if (!faults.HasFailed)
        {
            commits.Commit(client, gone, isLast: true);
        }

        assignment.Release(client, gone);

        // Others have them now, or their topic is gone.
        topics.Doubt();
    }

    public void OnLost(RebalanceClient client, List<TopicPartitionOffset> offsets)
    {
        busy.Wait();
        var gone = Owned(offsets);
        using var activity = reading.Telemetry.StartRebalance(PartitionChange.Lost, gone.Count);
        assignment.Release(client, gone);
        reading.Notices.Write(
            KafkaNoticeKind.Partitions,
            "The group has given our partitions to others; what was not committed is read again by them.");
    }

    public void OnCommitted(CommittedOffsets commit) => offsetCommits.OnCommitted(commit);

    private static IEnumerable<TopicPartitionOffset> AtEnd(List<TopicPartition> partitions) =>
        partitions.Select(static each => new TopicPartitionOffset(each, Offset.End));

    private List<OwnedPartition> Owned(List<TopicPartitionOffset> offsets) =>
        [.. offsets.Select(each => owned.Find(each.TopicPartition)).OfType<OwnedPartition>()];

    // Nobody says where to begin in partitions that have come: a broker that is away while we run is waited for.
    private void NoteUnanswered(Exception error)
    {
        if (assignment.HasBegun && error is KafkaException silence
            && !KafkaErrors.Any(silence, static each => KafkaErrors.IsTerminal(each) || KafkaErrors.NeedsCheck(each)))
        {
            faults.NoteExpulsion(silence);
        }
        else
        {
            faults.Note(error);
        }
    }
}
