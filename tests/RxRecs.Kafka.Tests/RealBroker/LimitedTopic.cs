using Confluent.Kafka.Admin;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.RealBroker;

/// <summary>A topic that refuses large records until that is lifted.</summary>
internal static class LimitedTopic
{
    /// <summary>The bytes of a value that is refused.</summary>
    public const int TooLarge = 5_000;

    private const string Limit = "max.message.bytes";

    public static async Task<string> Make(KafkaCluster cluster)
    {
        var topic = $"limited-{Guid.NewGuid():N}";
        using var topics = new KafkaTopics(cluster.Settings);
        await topics.EnsureAsync(new KafkaTopic(topic, 1)
        {
            Retention = Timeout.InfiniteTimeSpan,
            Config = new Dictionary<string, string> { [Limit] = "3000" },
        });
        return topic;
    }

    public static async Task Lift(KafkaCluster cluster, string topic)
    {
        using var admin = PlainClient.Admin(cluster.Settings);
        await admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Name = topic, Type = ResourceType.Topic }] =
            [
                new ConfigEntry { Name = Limit, Value = "100000" },
            ],
        });
    }
}
