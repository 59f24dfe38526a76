using System.Reactive;
using System.Reactive.Linq;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;
using RxRecs.Kafka.Tests.Json;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Records made to break a reader, from a broker through the whole consumer: each comes out as one event or one dead
/// letter, and the good ones between them come.
/// </summary>
public sealed class HostileRecordsTests : BrokerTests
{
    private const int Partitions = 8;
    private const int LongestOfMany = 10_000;
    private static readonly byte[] Good =
        """{"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":7,"user_id":1}"""u8.ToArray();

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("HundredThousandHeaders", "there are 100000 headers", headers: Headers(100_000, "h", [1]));
        yield return Case("HeaderWithALongName", "header 1 has", headers: Headers(1, new string('h', 900_000), [1]));
        yield return Case("HeaderWithALongValue", "header 1 has 900001", headers: Headers(1, "h", new byte[900_000]));
        yield return Case("ManyHeadersWithoutValues", "there are 1000 headers", headers: Headers(1_000, "h", null));
        yield return Case("LongKey", "the key has 900000 bytes", key: new byte[900_000]);
        yield return Case("LongValue", "the value has 900000 bytes", value: new byte[900_000]);
        yield return Case("DeepValue", "", value: Encoding.UTF8.GetBytes(new string('[', 200_000)));
        yield return Case("NoBytes", "", value: []);
        yield return Case("ByteOrderMarkAlone", "", value: [0xEF, 0xBB, 0xBF]);
    }

    [TestCaseSource(nameof(Bad))]
    public void FromTopics_BadRecord_IsOneDeadLetterAndTheOthersCome(Message<byte[], byte[]> bad, string reason)
    {
        var topic = NewTopic(1);
        var good = TestTopic.Record(Good);
        TestTopic.WriteRecords(Settings, topic, Enumerable.Range(0, 12).Select(n => (0, n % 3 == 1 ? bad : good)));

        var (read, dead) = Read(topic);

        Assert.That(read.Select(each => each.Offset), Is.EqualTo(Enumerable.Range(0, 12).Where(n => n % 3 != 1)));
        Assert.That(dead.Select(each => each.Position), Is.EqualTo(Enumerable.Range(0, 4).Select(n => (3 * n) + 1)));
        Assert.That(dead.Select(each => each.Reason), Has.All.StartsWith(reason).And.All.Not.Empty);
    }

    [Test]
    public void FromTopics_OddButAllowedHeaders_AreEvents()
    {
        var topic = NewTopic(1);
        Headers[] headers = [Headers(32, "", null), Headers(32, "h", []), Headers(1, "ключ", [0xFF, 0x00, 0xFE])];
        TestTopic.WriteRecords(Settings, topic, headers.Select(each => (0, TestTopic.Record(Good, headers: each))));

        var (read, dead) = Read(topic);

        Assert.That(dead, Is.Empty);
        Assert.That(read.Select(each => each.Headers!.Count), Is.EqualTo(new[] { 32, 32, 1 }));
    }

    [Test]
    public void FromTopics_TenThousandHostileRecords_AreWhatTheParserSays()
    {
        var topic = NewTopic(Partitions);
        var hostile = new HostileJson(seed: 99);
        var parser = InteractionJson.CreateParser();
        var records = Enumerable.Range(0, 10_000).Select(_ => hostile.Next()).Where(json => json.Length < LongestOfMany)
            .Select((json, n) => (Partition: n % Partitions, Offset: n / Partitions, Json: json)).ToList();
        var (limits, now) = (new RecordLimitOptions(), TimeProvider.System.GetUtcNow());
        var expected = records.Select(each => Line(
            $"{topic}[{each.Partition}]",
            each.Offset,
            parser.Parse(Records.Of(each.Json), out _, out var time) ?? limits.CheckTime(time, now) ?? "good"));
        TestTopic.WriteRecords(Settings, topic, records.Select(each => (each.Partition, TestTopic.Record(each.Json))));

        var (read, dead) = Read(topic);

        Assert.That(
            read.Select(each => Line($"{topic}[{each.Partition}]", each.Offset, "good"))
                .Concat(dead.Select(each => Line(each.Source!, each.Position, each.Reason))).Order(),
            Is.EqualTo(expected.Order()));
        Assert.That(Math.Min(read.Count, dead.Count), Is.GreaterThan(500));
    }

    private static string Line(string source, long position, string outcome) => $"{source} {position:d8} {outcome}";

    private (IList<KafkaRecord<Interaction>> Read, List<DeadLetter> Dead) Read(string topic)
    {
        var dead = new List<DeadLetter>();
        var options = TestTopic.FromBeginningToEnd(topic);
        var start = TimeProvider.System.GetTimestamp();
        var read = KafkaSource.FromTopics(Settings, options)
            .WithDeadLetters()
            .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
            .Results().Timeout(Patience).ToList().Wait();
        TestContext.Out.WriteLine(
            $"{read.Count} events, {dead.Count} dead letters: {TimeProvider.System.GetElapsedTime(start)}");
        return (read, dead);
    }

    private static TestCaseData Case(
        string name, string reason, byte[]? key = null, byte[]? value = null, Headers? headers = null) =>
        new TestCaseData(TestTopic.Record(value ?? Good, key, headers), reason)
            .SetName($"FromTopics_{name}_IsOneDeadLetterAndTheOthersCome");

    private static Headers Headers(int count, string name, byte[]? value)
    {
        var headers = new Headers();
        for (var i = 0; i < count; i++)
        {
            headers.Add(name, value);
        }

        return headers;
    }
}
