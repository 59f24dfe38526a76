using System.Diagnostics;
using System.Reactive;
using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Every record comes out once, and every malformed one is told once.</summary>
[Category("Broker")]
public sealed class VolumeTests
{
    private const int Partitions = 4;

    [TestCase(30_000)]
    [TestCase(1_000_000, Explicit = true, Category = "Long")]
    public async Task Events_InAndOut_AreEqualInNumberAndContent(int count)
    {
        var cluster = SharedCluster.Get();
        var (input, output) = (cluster.NewTopic(Partitions), cluster.NewTopic(Partitions));
        await LongSessions.Allow(cluster, input);
        var events = new ShopEvents(count);
        var watch = Stopwatch.StartNew();
        EventWriter.Write(cluster.Settings, input, events.All());
        var written = watch.Elapsed;

        watch.Restart();
        using (var sink = EventWriter.Open(cluster.Settings, output))
        {
            KafkaSource.FromTopics(cluster.Settings, Options(input) with { Group = input, BeforeCommit = sink.Flush })
                .Select(each => each.Value).Subscribe(sink);
            Assert.That(sink.Delivered, Is.EqualTo(count));
        }

        var copied = watch.Elapsed;
        watch.Restart();
        var users = new Dictionary<Id, List<Interaction>>();
        KafkaSource.FromTopics(cluster.Settings, Options(output)).Subscribe(each => Add(users, each.Value));
        var read = watch.Elapsed;

        Assert.That(cluster.Ends(input, Partitions).Sum(), Is.EqualTo(count));
        Assert.That(cluster.Ends(output, Partitions).Sum(), Is.EqualTo(count));
        var expected = new Dictionary<Id, List<Interaction>>();
        foreach (var each in events.All())
        {
            Add(expected, each);
        }

        Assert.That(users, Has.Count.EqualTo(expected.Count));
        Assert.That(users.All(pair => pair.Value.SequenceEqual(expected[pair.Key])), "a user's events, in order");
        await TestContext.Progress.WriteLineAsync($"{count} events: written {count / written.TotalSeconds:0}/s, "
            + $"read and written again {count / copied.TotalSeconds:0}/s, read {count / read.TotalSeconds:0}/s");
    }

    [TestCase(20_000)]
    [TestCase(1_000_000, Explicit = true, Category = "Long")]
    public async Task Events_EveryTenthMalformed_BecomeDeadLettersJustOnce(int count)
    {
        var cluster = SharedCluster.Get();
        var (input, dead) = (cluster.NewTopic(Partitions), cluster.NewTopic(1));
        await LongSessions.Allow(cluster, input);
        var options = new KafkaSinkOptions<(int Number, string Text)>
        {
            Topic = input,
            PartitionSelector = static each => each.Number % Partitions,
            Write = static (each, writer) => Encoding.UTF8.GetBytes(each.Text, writer),
        };
        using (var sink = new KafkaSink<(int Number, string Text)>(cluster.Settings, options))
        {
            Enumerable.Range(0, count).Select(n => (n, TextOf(n))).ToObservable().Subscribe(sink);
        }

        var good = new List<Id>();
        using var letters = new KafkaSink<DeadLetter>(cluster.Settings, new KafkaSinkOptions<DeadLetter>
        {
            Topic = dead,
            Write = DeadLetterJson.CreateWriter(),
        });
        var reading = KafkaSource.FromTopics(
                cluster.Settings, Options(input) with { Group = input, BeforeCommit = letters.Flush })
            .WithDeadLetters().Publish();
        reading.DeadLetters().Subscribe(letters);
        reading.Results().Subscribe(each => good.Add(each.Value.Item));
        reading.Connect();

        var bad = new List<string>();
        KafkaSource.FromTopics(
            cluster.Settings, Options(dead), RecordParser.From(record => Encoding.UTF8.GetString(record.Message.Value)))
            .Subscribe(each => bad.Add(each.Value));
        Assert.That(
            good.Order().SequenceEqual(Enumerable.Range(0, count).Where(n => n % 10 != 7).Select(n => (Id)n)));
        Assert.That(bad, Has.Count.EqualTo(count / 10));
        var places = bad.Select(PlaceOf).ToHashSet();
        Assert.That(places.SetEquals(Enumerable.Range(0, count).Where(n => n % 10 == 7)
            .Select(n => ($"{input}[{n % Partitions}]", (long)(n / Partitions)))));
    }

    private static KafkaSourceOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
        GroupProtocol = KafkaGroupProtocol.Consumer,
    };

    private static (string Source, long Position) PlaceOf(string letter)
    {
        using var json = System.Text.Json.JsonDocument.Parse(letter);
        return (
            json.RootElement.GetProperty("source").GetString()!, json.RootElement.GetProperty("position").GetInt64());
    }

    // Seven ways of being malformed, after one another.
    private static string TextOf(int number) => number % 10 != 7
        ? $$"""{"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":{{number}},"user_id":1}"""
        : (number / 10 % 7) switch
        {
            0 => string.Empty,
            1 => "{",
            2 => "not JSON",
            3 => """{"event_time":"2019-11-01T00:00:00Z","event_type":"view"}""",
            4 => """{"event_time":"yesterday","event_type":"view","product_id":1}""",
            5 => """{"event_time":"2019-11-01T00:00:00Z","event_type":"stare","product_id":1}""",
            _ => """{"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":{}}""",
        };

    private static void Add(Dictionary<Id, List<Interaction>> users, in Interaction value)
    {
        if (!users.TryGetValue(value.User, out var list))
        {
            users[value.User] = list = [];
        }

        list.Add(value);
    }
}
