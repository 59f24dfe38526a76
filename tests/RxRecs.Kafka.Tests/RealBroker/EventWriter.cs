namespace RxRecs.Kafka.RealBroker;

/// <summary>Writes events to a topic, keyed by user, as fast as it goes or at a pace.</summary>
internal static class EventWriter
{
    private const int Burst = 500;

    /// <summary>Writes all and waits for their confirmation.</summary>
    public static void Write(KafkaSettings settings, string topic, IEnumerable<Interaction> events)
    {
        using var sink = Open(settings, topic);
        foreach (var each in events)
        {
            sink.OnNext(each);
        }

        sink.OnCompleted();
    }

    /// <summary>
    /// Writes at about so many events per second; at a thirtieth of it until there is somebody to read.
    /// </summary>
    public static async Task WriteAsync(
        KafkaSettings settings, string topic, IEnumerable<Interaction> events, int perSecond, Task? readers = null)
    {
        using var sink = Open(settings, topic);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Burst / (double)perSecond));
        foreach (var burst in events.Chunk(Burst))
        {
            foreach (var each in burst)
            {
                sink.OnNext(each);
            }

            await timer.WaitForNextTickAsync();
            if (readers is { IsCompleted: false })
            {
                await Task.WhenAny(readers, Task.Delay(timer.Period * 29));
            }
        }

        sink.OnCompleted();
    }

    public static KafkaSink<Interaction> Open(KafkaSettings settings, string topic) =>
        new(settings, new KafkaSinkOptions<Interaction>
        {
            Topic = topic,
            KeySelector = static each => KafkaKey.Of(each.User),
            Write = InteractionJson.Write,
        });
}
