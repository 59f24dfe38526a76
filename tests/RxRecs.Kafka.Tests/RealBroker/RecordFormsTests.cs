using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// What is written to a topic of a real broker comes back: events in every form of JSON that is taken, results as they
/// were, and of what is refused the key, the reason and what to do.
/// </summary>
[Category("Broker")]
public sealed class RecordFormsTests
{
    private const string Known = "\"event_type\":\"view\",\"product_id\":7";
    private static readonly DateTimeOffset Noon = new(2019, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static KafkaCluster Cluster => SharedCluster.Get();

    private static string[] Times { get; } =
    [
        "\"2019-11-01T14:00:00\\u002B02:00\"", "\"2019-11-01T12:00Z\"", "\"2019-11-01T14:00+02\"",
        "\"2019-11-01T14:00:00+0200\"", "\"2019-11-01 12:00:00 UTC\"", "1572609600000", "\"1572609600000\"",
    ];

    [Test]
    public void Events_OfEveryForm_AreThoseThatWereWritten()
    {
        var topic = Cluster.NewTopic(1);
        string[] others =
        [
            "\"event_time\":1,\"event_time\":1572609600000,\"quantity\":\"1\"",
            "\"event_time\":\"2019-11-01T12:00:00Z\",\"quantity\":\"\\u0031\",\"brand\":null",
        ];
        string[] members = [.. Times.Select(static time => $"\"event_time\":{time}"), .. others];
        TestTopic.Write(
            Cluster.Settings, topic, members.Select(static each => (0, (string?)$"{{{each},{Known}}}")));

        var read = KafkaSource
            .FromTopics(Cluster.Settings, TestTopic.FromBeginningToEnd(topic), InteractionJson.CreateParser())
            .Timeout(Eventually.Patience).ToEnumerable().Select(static each => each.Value).ToList();

        Assert.That(
            read,
            Is.EqualTo(Enumerable.Repeat(new Interaction(Noon, InteractionKind.View, Id.None, 7), members.Length)));
    }

    [Test]
    public void Results_WrittenByASink_AreReadAsTheyWere()
    {
        var topic = Cluster.NewTopic(1);
        var buckets = Enumerable.Range(0, 50)
            .Select(static n => new Interaction(
                Noon.AddMinutes(7 * n), InteractionKind.Purchase, n % 5, n % 3 == 0 ? "SKU-ä" : n % 4))
            .ToObservable()
            .TrendBuckets(TimeSpan.FromHours(1), new() { AllowedLateness = TimeSpan.Zero })
            .ToEnumerable().ToList();
        using (var sink = new KafkaSink<TrendBucket<Id>>(
            Cluster.Settings, new() { Topic = topic, Write = static (value, output) => RecsJson.Write(value, output) }))
        {
            buckets.ToObservable().Subscribe(sink);
        }

        var read = KafkaSource
            .FromTopics(
                Cluster.Settings,
                TestTopic.FromBeginningToEnd(topic),
                RecordParser.From(static record => RecsJson.ReadTrendBucket(record.Message.Value)))
            .Timeout(Eventually.Patience).ToEnumerable().Select(static each => each.Value).ToList();

        Assert.That(buckets, Has.Count.GreaterThan(3));
        Assert.That(read.Select(Text), Is.EqualTo(buckets.Select(Text)));
        static string Text(TrendBucket<Id> bucket) =>
            $"{bucket.Start:O} {bucket.End:O} {bucket.IsPartial} {string.Join(' ', bucket.Counts)}";
    }

    [Test]
    public void Records_ThatAreRefused_AreToldWithTheirKeyAndWhatToDo()
    {
        var topic = Cluster.NewTopic(1);
        TestTopic.WriteRecords(
            Cluster.Settings,
            topic,
            [
                (0, TestTopic.Record(Json("1572609600"), "anna"u8.ToArray())),
                (0, TestTopic.Record(Json("\"never\""), [0xff, 0x00])),
                (0, TestTopic.Record(Json("1572609600000"), new byte[2_000])),
                (0, TestTopic.Record(Json("1572609600000"), "ben"u8.ToArray())),
            ]);
        var limits = TestTopic.FromBeginningToEnd(topic) with { Limits = new() { MaxKeySize = 1_000 } };

        var all = KafkaSource.FromTopics(Cluster.Settings, limits, InteractionJson.CreateParser())
            .WithDeadLetters().Timeout(Eventually.Patience).ToList().Wait();

        var dead = all.Select(static each => each.DeadLetter).OfType<DeadLetter>().ToList();
        Assert.That(all.Count(static each => each.IsValue), Is.EqualTo(1));
        Assert.That(dead, Has.Count.EqualTo(3));
        Assert.That(dead[0].Key, Is.EqualTo("anna"));
        Assert.That(dead[0].Reason, Does.StartWith("event_time counts seconds").And.Contain("milliseconds"));
        Assert.That(dead[1].Key, Is.Not.Null.And.Not.Empty);
        Assert.That(dead[1].Reason, Does.Contain("event_time 'never' is not a time"));
        Assert.That(dead[2].Reason, Does.Contain("2000").And.Contain(nameof(limits.Limits.MaxKeySize)));
    }

    [Test]
    public void DeadLetters_ThatNobodyTakes_AreToldOnceWithTheFirstReasons()
    {
        var topic = Cluster.NewTopic(1);
        TestTopic.Write(Cluster.Settings, topic, [(0, "1"), (0, "bad"), (0, "2"), (0, "worse")]);
        List<KafkaNotice> notices = [];
        var options = TestTopic.FromBeginningToEnd(topic) with
        {
            Notices = System.Reactive.Observer.Create<KafkaNotice>(notices.Add),
        };

        KafkaSource.FromTopics(Cluster.Settings, options, TestTopic.Numbers)
            .Timeout(Eventually.Patience).LastOrDefaultAsync().Wait();

        var told = notices.FindAll(static each => each.Kind == KafkaNoticeKind.DeadLetters);
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0].Text, Does.StartWith("2 records").And.Contain($"{topic}[0]@1: Not a number."));
    }

    private static byte[] Json(string time) => Encoding.UTF8.GetBytes($"{{\"event_time\":{time},{Known}}}");
}
