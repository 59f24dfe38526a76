using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Knows whether a group has committed anything in a topic, once it is sure that the topic is there. Whatever it has
/// came behind what is read before the topic: all of that had been handed on by then.
/// </summary>
internal static class GroupCommits
{
    public static bool Exist(KafkaSettings settings, KafkaSourceOptions options, CancellationToken cancellation)
    {
        var topic = options.Topics.First();
        var errors = new KafkaErrors(settings, options.Group);
        try
        {
            var topics = ClusterCheck.Run(settings, options, output: null, cancellation: cancellation);
            if (options.Group is null)
            {
                return false;
            }

            using var consumer = Connect(settings, options);
            var wanted = Enumerable.Range(0, topics[topic].Partitions).Select(each => new TopicPartition(topic, each));
            return consumer.Committed(wanted, settings.ConnectTimeout).Exists(static each => each.Offset.Value >= 0);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nothing is handed on any more.
            return true;
        }
        catch (Exception error)
        {
            throw errors.Translate(error, topic);
        }
    }

    /// <summary>Tells whether the group's coordinator answers over a new connection.</summary>
    public static bool AreTold(KafkaSettings settings, KafkaSourceOptions options)
    {
        try
        {
            using var consumer = Connect(settings, options);
            consumer.Committed([new TopicPartition(options.Topics.First(), 0)], settings.ConnectTimeout);
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private static IConsumer<byte[], byte[]> Connect(KafkaSettings settings, KafkaSourceOptions options) =>
        new ConsumerBuilder<byte[], byte[]>(ConsumerProperties.Create(settings, options))
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { })
            .Build();
}
