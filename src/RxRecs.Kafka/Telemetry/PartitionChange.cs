namespace RxRecs.Kafka.Telemetry;

/// <summary>What a rebalance does to partitions.</summary>
internal enum PartitionChange
{
    Assigned,
    Revoked,
    Lost,
}
