using System.Globalization;
using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka.Source;

/// <summary>The forms of a source: records, late records and dead letters in order, then the counts.</summary>
public sealed class SideOutputTests : BrokerTests
{
    private static readonly KafkaMergeOptions TenSeconds = new() { AllowedLateness = TimeSpan.FromSeconds(10) };

    [Test]
    public void WithSideOutputs_LateAndBrokenRecords_ComeInOrderAndAreCountedAtTheEnd()
    {
        var all = Lines(Merged().WithSideOutputs().Select(each => each switch
        {
            { DeadLetter: { } letter } => $"dead {letter.RawText}",
            { Counts: { } counts } => $"{counts.Values} values, {counts.DeadLetters} dead",
            { Value.Late: { } late } => $"late {late.Event.Value}",
            { Value.Counts: { } counts } => $"{counts.Taken} taken, {counts.Late} late",
            { Value.Result: var record } => $"{record.Value}",
        }));

        Assert.That(all, Is.EqualTo(new[]
        {
            "10", "late 5", "dead x", "late 6", "20", "30", "3 taken, 2 late", "5 values, 1 dead",
        }));
    }

    [Test]
    public void WithLateEvents_LateAndBrokenRecords_LeavesOutTheBroken()
    {
        var all = Lines(Merged().WithLateEvents().Select(each => each switch
        {
            { Late: { } late } => $"late {late.Event.Value}",
            { Counts: { } counts } => $"{counts.Taken} taken, {counts.Late} late",
            { Result: var record } => $"{record.Value}",
        }));

        Assert.That(all, Is.EqualTo(new[] { "10", "late 5", "late 6", "20", "30", "3 taken, 2 late" }));
    }

    [Test]
    public void WithDeadLetters_OfAMerge_LeavesOutTheLateAndCountsThemAsRead()
    {
        var all = Lines(Merged().WithDeadLetters().Select(each => each switch
        {
            { DeadLetter: { } letter } => $"dead {letter.RawText}",
            { Counts: { } counts } => $"{counts.Values} values, {counts.DeadLetters} dead",
            { Value: var record } => $"{record.Value}",
        }));

        Assert.That(all, Is.EqualTo(new[] { "10", "dead x", "20", "30", "5 values, 1 dead" }));
    }

    [Test]
    public void WithDeadLetters_SubscribedToTwice_EachHasItsOwn()
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [(0, "0"), (0, "x")]);
        var source = KafkaSource.FromTopics(Settings, TestTopic.FromBeginningToEnd(topic), TestTopic.Numbers)
            .WithDeadLetters();

        var all = source.Concat(source).Timeout(Patience).ToList().Wait();

        Assert.That(all.Count(each => each.DeadLetter is not null), Is.EqualTo(2));
        Assert.That(
            all.Select(each => each.Counts).OfType<ReadCounts>(),
            Is.EqualTo(Enumerable.Repeat(new ReadCounts(1, 1), 2)));
    }

    [TestCase(new byte[] { 0x34, 0x32 }, "42")]
    [TestCase(new byte[] { }, "")]
    [TestCase(new byte[] { 0x00, 0xff }, "0x00ff")]
    [TestCase(null, null)]
    public void WithDeadLetters_KeyOfAnyKind_IsCarried(byte[]? key, string? expected)
    {
        var topic = NewTopic(1);
        TestTopic.WriteRecords(Settings, topic, [(0, TestTopic.Record("x"u8.ToArray(), key))]);

        var all = KafkaSource.FromTopics(Settings, TestTopic.FromBeginningToEnd(topic), TestTopic.Numbers)
            .WithDeadLetters().Timeout(Patience).ToList().Wait();

        Assert.That(all.Select(each => each.DeadLetter).OfType<DeadLetter>().Single().Key, Is.EqualTo(expected));
    }

    [Test]
    public void WithDeadLetters_KeyThatIsTooLong_IsCut()
    {
        var topic = NewTopic(1);
        TestTopic.WriteRecords(
            Settings,
            topic,
            [
                (0, TestTopic.Record("1"u8.ToArray(), [.. Enumerable.Repeat((byte)'k', 255), .. "é"u8])),
                (0, TestTopic.Record("1"u8.ToArray(), [.. Enumerable.Repeat((byte)0xff, 10_000)])),
            ]);

        var all = KafkaSource.FromTopics(Settings, TestTopic.FromBeginningToEnd(topic), TestTopic.Numbers)
            .WithDeadLetters().Timeout(Patience).ToList().Wait();

        Assert.That(
            all.Select(each => each.DeadLetter).OfType<DeadLetter>().Select(each => each.Key),
            Is.EqualTo(new[] { new string('k', 255), "0x" + new string('f', 512) }));
    }

    [Test]
    public void RunPartitions_WithDeadLetters_NamesThePartitionAndCountsRecords()
    {
        var topic = NewTopic(2);
        TestTopic.Write(Settings, topic, [(0, "1"), (1, "2"), (1, "x"), (1, "3")]);

        var all = KafkaSource.RunPartitions(
                Settings,
                new KafkaPipelineOptions
                {
                    Topics = [topic],
                    Start = KafkaStart.Beginning,
                    End = KafkaEnd.EndOfTopic,
                },
                TestTopic.Numbers,
                records => records.SelectMany(each => new[] { each.Value, -each.Value }))
            .WithDeadLetters().Timeout(Patience).ToList().Wait();

        var letter = all.Select(each => each.DeadLetter).OfType<DeadLetter>().Single();
        Assert.That((letter.Source, letter.Position, letter.RawText), Is.EqualTo(($"{topic}[1]", 1L, "x")));
        Assert.That(all.Where(each => each.IsValue).Select(each => each.Value.Value), Is.EquivalentTo(
            new[] { 1, -1, 2, -2, 3, -3 }));
        Assert.That(all[^1].Counts, Is.EqualTo(new ReadCounts(3, 1)));
    }

    [Test]
    public void FromTopics_NobodyTakesDeadLetters_TheirNumberAndTheFirstReasonsAreTold()
    {
        var topic = NewTopic(1);
        TestTopic.Write(
            Settings, topic, Enumerable.Range(0, 10).Select(n => (0, (string?)(n % 2 == 0 ? $"{n}" : $"bad {n}"))));
        List<KafkaNotice> notices = [];
        var options = TestTopic.FromBeginningToEnd(topic) with
        {
            Notices = System.Reactive.Observer.Create<KafkaNotice>(notices.Add),
        };

        KafkaSource.FromTopics(Settings, options, TestTopic.Numbers).LastOrDefaultAsync().Wait();
        var told = notices.FindAll(each => each.Kind == KafkaNoticeKind.DeadLetters);
        notices.Clear();
        KafkaSource.FromTopics(Settings, options, TestTopic.Numbers).WithDeadLetters().LastOrDefaultAsync().Wait();

        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0].Text, Does.StartWith("5 records").And.Contain($"{topic}[0]@1: Not a number."));
        Assert.That(notices.Exists(each => each.Kind == KafkaNoticeKind.DeadLetters), Is.False);
    }

    [Test]
    public void WithDeadLetters_SourceFails_TellsNoCounts()
    {
        var all = new List<ReadResult<KafkaRecord<int>>>();

        Assert.That(
            () => KafkaSource.FromTopics(Settings, TestTopic.FromBeginningToEnd("none"), TestTopic.Numbers)
                .WithDeadLetters().Do(all.Add).Timeout(Patience).LastOrDefaultAsync().Wait(),
            Throws.TypeOf<KafkaFailureException>());

        Assert.That(all, Is.Empty);
    }

    private IMergedObservable<int> Merged()
    {
        var topic = NewTopic(1);
        TestTopic.Write(
            Settings, topic, new[] { "10", "20", "5", "x", "6", "30" }.Select(text => (0, (string?)text)));
        return KafkaSource.FromTopicsByEventTime(
            Settings,
            TestTopic.FromBeginningToEnd(topic),
            TenSeconds,
            RecordParser.From(
                record => int.Parse(Encoding.UTF8.GetString(record.Message.Value), CultureInfo.InvariantCulture),
                seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds)));
    }

    private static IList<string> Lines(IObservable<string> source) => source.Timeout(Patience).ToList().Wait();
}
