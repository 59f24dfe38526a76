namespace RxRecs.Kafka;

/// <summary>Tells what a rebalance does to partitions.</summary>
internal enum PartitionChange
{
    Assigned,
    Revoked,
    Lost,
}
