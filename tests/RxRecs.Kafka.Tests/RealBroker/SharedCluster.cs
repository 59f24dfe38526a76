namespace RxRecs.Kafka.RealBroker;

/// <summary>One node for all tests here that do no harm to it; started when first asked for, wiped after the
/// last.</summary>
[SetUpFixture]
public sealed class SharedCluster
{
    private static readonly Lock Gate = new();
    private static KafkaCluster? _cluster;

    /// <summary>
    /// The cluster. Members that are killed are gone after 1.5 s with both protocols, so that the next need not wait.
    /// </summary>
    internal static KafkaCluster Get()
    {
        lock (Gate)
        {
            return _cluster ??= KafkaCluster.Start(extra: FastSessions);
        }
    }

    internal const string FastSessions =
        "group.consumer.session.timeout.ms=1500;group.consumer.heartbeat.interval.ms=300;"
        + "group.consumer.min.heartbeat.interval.ms=100";

    [OneTimeTearDown]
    public static void Wipe() => _cluster?.Dispose();
}
