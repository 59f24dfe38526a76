using System.Globalization;

namespace RxRecs.Kafka;

/// <summary>The properties of a consumer: the user's, and those on which delivery rests.</summary>
internal static class ConsumerProperties
{
    public static Dictionary<string, string> Create(KafkaSettings settings, KafkaSourceOptions options)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // The library's default of 64 MiB per consumer is a surprise in a process with several.
            ["queued.max.messages.kbytes"] = "32768",
            ["fetch.queue.backoff.ms"] = "10",
            ["check.crcs"] = "true",
        };
        foreach (var (name, value) in settings.ToConsumerProperties())
        {
            properties[name] = value;
        }

        properties["group.id"] = options.Group ?? "rxrecs-no-group";

        // Offsets are stored when we say so; the library then sends them in the background, which never blocks us.
        properties["enable.auto.offset.store"] = "false";
        properties["enable.auto.commit"] = options.Group is null ? "false" : "true";

        // How often we say so is the commit interval; what is stored then is to be seen by the group soon.
        properties["auto.commit.interval.ms"] = Milliseconds(Min(options.CommitInterval, TimeSpan.FromSeconds(1)));
        properties["auto.offset.reset"] = "error";
        properties["enable.partition.eof"] = "true";
        properties["allow.auto.create.topics"] = "false";
        properties["isolation.level"] = "read_committed";
        properties["dotnet.consumer.consume.result.fields"] = Fields(options);
        properties["max.poll.interval.ms"] = Milliseconds(options.MaxPollInterval);
        if (options.InstanceId is { } instance)
        {
            properties["group.instance.id"] = instance;
        }

        if (options.GroupProtocol == KafkaGroupProtocol.Consumer)
        {
            properties["group.protocol"] = "consumer";
        }
        else
        {
            properties["partition.assignment.strategy"] = "cooperative-sticky";
            properties["session.timeout.ms"] = Milliseconds(options.SessionTimeout);
            properties["heartbeat.interval.ms"] = Milliseconds(
                Min(options.SessionTimeout / 3, TimeSpan.FromSeconds(3)));
        }

        return properties;
    }

    // The client makes a new string for the topic of each record; where there is only one, we know it.
    private static string Fields(KafkaSourceOptions options) =>
        (options.ReadHeaders ? "headers,timestamp" : "timestamp") + (options.Topics.Count > 1 ? ",topic" : "");

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Milliseconds(TimeSpan span) =>
        ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
