using Confluent.Kafka.Admin;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// For tests in which nobody dies: a busy machine must not make it look so. With the new protocol the broker says how
/// long a member may be silent, and the shared cluster's brokers say 1.5 s.
/// </summary>
internal static class LongSessions
{
    public static TimeSpan Session { get; } = TimeSpan.FromSeconds(30);

    public static async Task Allow(KafkaCluster cluster, string group)
    {
        using var admin = PlainClient.Admin(cluster.Settings);
        var resource = new ConfigResource { Type = ResourceType.Group, Name = group };
        var session = new ConfigEntry
        {
            Name = "consumer.session.timeout.ms",
            Value = $"{Session.TotalMilliseconds:0}",
            IncrementalOperation = AlterConfigOpType.Set,
        };
        await admin.IncrementalAlterConfigsAsync(new() { [resource] = [session] });
    }
}
