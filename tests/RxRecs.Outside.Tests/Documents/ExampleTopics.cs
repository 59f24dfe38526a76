using System.Reactive.Linq;
using RxRecs.Kafka;

namespace RxRecs.Outside.Tests;

/// <summary>Holds what examples read from a broker and write to it.</summary>
internal static class ExampleTopics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Writes an event of a new item each minute, of three users by turns.</summary>
    public static void WriteEvents(
        EmbeddedBroker broker, int count, InteractionKind kind = InteractionKind.View)
    {
        using var writer = new KafkaSink<Interaction>(broker.Settings, new()
        {
            Topic = "shop-events",
            Write = InteractionJson.Write,
            KeySelector = each => KafkaKey.Of(each.User),
        });
        Enumerable.Range(0, count)
            .Select(n => new Interaction(DateTimeOffset.UnixEpoch.AddMinutes(n), kind, user: n % 3, item: n))
            .ToObservable().Subscribe(writer);
    }

    /// <summary>Reads the first values of a topic, which may have yet to be written.</summary>
    public static IList<T> First<T>(
        EmbeddedBroker broker, string topic, Func<byte[], T> read, int count) => KafkaSource
        .FromTopics(
            broker.Settings,
            new KafkaSourceOptions { Topics = [topic], Start = KafkaStart.Beginning },
            RecordParser.From(record => read(record.Message.Value)))
        .Select(record => record.Value).Take(count).Timeout(Patience).ToList().Wait();
}
