using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Hands processed offsets to the client library, which sends them in the background, and tells what has become of
/// them. Nothing is lost by a commit that fails: whoever gets the partition reads again.
/// </summary>
internal sealed class OffsetCommits(Reading reading)
{
    private readonly Dictionary<TopicPartition, long> _confirmed = [];

    /// <summary>A partition has been assigned: what was committed before is no longer ours.</summary>
    public void Begin(TopicPartition partition) => _confirmed.Remove(partition);

    /// <summary>
    /// Only noted here: the library sends it in the background, when a partition goes before it is gone. To wait for
    /// the answer ourselves would wait for ever for a broker that is gone. One by one: one that is no longer ours must
    /// not keep the others back.
    /// </summary>
    public void Send(RebalanceClient client, List<TopicPartitionOffset> offsets)
    {
        foreach (var each in offsets)
        {
            try
            {
                client.Commit(each);
            }
            catch (KafkaException error)
            {
                NoteResult(error.Error);
            }
        }
    }

    /// <summary>The broker has answered, or the library has given up.</summary>
    public void OnCommitted(CommittedOffsets commit)
    {
        NoteResult(commit.Error);
        foreach (var each in commit.Offsets.Where(each => !each.Error.IsError && each.Offset >= 0))
        {
            Confirm(each.TopicPartition, each.Offset.Value);
        }
    }

    private void NoteResult(Error error)
    {
        reading.Telemetry.Committed(error);
        if (error.IsError)
        {
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Commit, $"A commit failed: {reading.Errors.Describe(error)}");
        }
    }

    // The library sends a refused commit again after a while, and does not see whether a newer one has passed it by.
    // It makes up for that with its next commit; at the end there is none.
    private void Confirm(TopicPartition partition, long offset)
    {
        if (offset < _confirmed.GetValueOrDefault(partition))
        {
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Commit,
                $"A commit of {partition.Topic}[{partition.Partition.Value}] was refused, sent again and has undone a"
                + " newer one: if no other follows, what was processed in between comes again.");
        }

        _confirmed[partition] = offset;
    }
}
