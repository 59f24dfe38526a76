using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>Tells what a run needs of a cluster.</summary>
/// <param name="Topics">The topics that must exist.</param>
/// <param name="Operation">The operation that the run performs on the topics: Read or Write.</param>
/// <param name="Group">The consumer group, or null if there is none.</param>
/// <param name="Partitions">The number of partitions that a topic must have, for topics where that matters.</param>
/// <param name="WaitForMissing">
/// The time to wait for a topic that is missing, beyond the second that a new one may take.
/// </param>
internal sealed record ClusterNeeds(
    IReadOnlyCollection<string> Topics,
    AclOperation Operation = AclOperation.Read,
    string? Group = null,
    IReadOnlyDictionary<string, int>? Partitions = null,
    TimeSpan WaitForMissing = default);
