using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Represents what hears of partitions that come and go: inside of a poll or a close, on the thread that does
/// it, which may be another one than the loop's.</summary>
internal interface IRebalanceListener
{
    /// <summary>Partitions have come; gives where each begins. It must not throw.</summary>
    IEnumerable<TopicPartitionOffset> OnAssigned(RebalanceClient client, List<TopicPartition> partitions);

    /// <summary>Partitions are about to go, and what is processed may still be committed.</summary>
    void OnRevoked(RebalanceClient client, List<TopicPartitionOffset> offsets);

    /// <summary>Partitions have gone: others may have them already.</summary>
    void OnLost(RebalanceClient client, List<TopicPartitionOffset> offsets);

    /// <summary>The broker has answered to a commit, or the library has given up.</summary>
    void OnCommitted(CommittedOffsets commit);
}
