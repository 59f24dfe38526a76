namespace RxRecs.Kafka.Embedded;

/// <summary>The requests of Kafka's protocol that the mock cluster answers, by their numbers there.</summary>
internal enum KafkaRequest : short
{
    Produce = 0,
    Fetch = 1,
    ListOffsets = 2,
    Metadata = 3,
    OffsetCommit = 8,
    OffsetFetch = 9,
    FindCoordinator = 10,
    JoinGroup = 11,
    Heartbeat = 12,
    LeaveGroup = 13,
    SyncGroup = 14,
    ApiVersions = 18,
    InitProducerId = 22,
    OffsetForLeaderEpoch = 23,
    AddPartitionsToTransaction = 24,
    AddOffsetsToTransaction = 25,
    EndTransaction = 26,
    TransactionOffsetCommit = 28,
    ConsumerGroupHeartbeat = 68,
}
