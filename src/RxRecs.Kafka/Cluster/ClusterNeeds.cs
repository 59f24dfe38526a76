using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>Tells what a run needs of a cluster.</summary>
/// <param name="Topics">The topics that must exist.</param>
/// <param name="Operation">What is done to them: Read or Write.</param>
/// <param name="Group">The consumer group, or null if there is none.</param>
/// <param name="Partitions">How many partitions a topic must have, for topics where that matters.</param>
/// <param name="WaitForMissing">How long a topic that is missing is waited for, beyond the second that a new one may
/// take.</param>
internal sealed record ClusterNeeds(
    IReadOnlyCollection<string> Topics,
    AclOperation Operation = AclOperation.Read,
    string? Group = null,
    IReadOnlyDictionary<string, int>? Partitions = null,
    TimeSpan WaitForMissing = default);
