using System.Reactive.Linq;

namespace RxRecs.Kafka.Source;

/// <summary>A record that makes several interactions, in every way to read.</summary>
public sealed class SeveralValuesTests : BrokerTests
{
    private static readonly ShopColumns Orders = new()
    {
        Time = "t",
        Item = "lines[*].sku",
        Elapsed = "lines[*].after",
        ElapsedUnit = EpochUnit.Seconds,
        Kind = "lines[*].kind?",
        Kinds = new Dictionary<string, InteractionKind?> { ["buy"] = InteractionKind.Purchase, ["gift"] = null },
        RefuseOtherKinds = true,
    };

    [Test]
    public void Read_Orders_AreTheirLinesWithThePositionOfTheRecord([Values] ReadingMode mode)
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [
            (0, Order(0, "1", "2", "3")), (0, Order(1, "4")), (0, "{"), (0, Order(2)), (0, Order(3, "5", "")),
            (0, Order(4, "6", "7")),
        ]);

        var (seen, dead) = Read(mode, topic);

        Assert.That(seen, Is.EqualTo(new[] { "0:1", "0:2", "0:3", "1:4", "5:6", "5:7" }));
        Assert.That(dead.Select(each => each.Position), Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(dead[1].Reason, Does.Contain("lines has no element"));
        Assert.That(dead[2].Reason, Does.Contain("row 2 of 2: lines[*].sku"));
    }

    [Test]
    public void Read_KindsThatAreLeftOut_AreNoDeadLettersAndProcessed([Values] ReadingMode mode)
    {
        var topic = NewTopic(1);
        const string Gift = """{"t":"2024-05-01","lines":[{"sku":1,"kind":"gift"}]}""";
        TestTopic.Write(Settings, topic, [(0, Order(0, "1")), (0, Gift), (0, Order(2, "2")), (0, Gift)]);

        var (seen, dead) = Read(mode, topic);

        Assert.That(seen, Is.EqualTo(new[] { "0:1", "2:2" }));
        Assert.That(dead, Is.Empty);
    }

    [Test]
    public void Read_LineAheadOfTheClock_MakesTheWholeRecordADeadLetter([Values] ReadingMode mode)
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [(0, Order(0, "1", "2:9999999999")), (0, Order(1, "3"))]);

        var (seen, dead) = Read(mode, topic);

        Assert.That(seen, Is.EqualTo(new[] { "1:3" }));
        Assert.That(dead.Single().Reason, Does.Contain("ahead of the clock"));
    }

    [Test]
    public void Merge_LinesOfDifferentTimes_ComeInTheirOrderAndAreNotLate()
    {
        var topic = NewTopic(2);
        TestTopic.Write(
            Settings, topic, [(0, Order(0, "1:200", "2:0", "3:60")), (1, Order(1, "4")), (1, Order(4, "5"))]);

        var (seen, dead) = Read(ReadingMode.FromTopicsByEventTime, topic);

        Assert.That(seen, Is.EqualTo(new[] { "0:2", "0:3", "0:4", "0:1", "1:5" }));
        Assert.That(dead, Is.Empty);
    }

    [Test]
    public void RunPartitions_PipelineFailsOnALine_TheWholeRecordIsADeadLetterAndNumbersHaveNoGap()
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [
            (0, Order(0, "1", "2")), (0, Order(1, "3", "13", "4")), (0, Order(2, "5", "6")),
        ]);
        var dead = new List<DeadLetter>();

        var results = KafkaSource.RunPartitions(
                Settings,
                Options(topic) with
                {
                    ContinueAfterFailure = true,
                    Name = "orders",
                    Store = new InMemorySnapshotStore(),
                },
                InteractionJson.CreateParser(Orders),
                records => records.Select(each => each.Value.Item == 13
                    ? throw new InvalidOperationException("thirteen")
                    : each.Value.Item))
            .WithDeadLetters().Timeout(Patience)
            .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
            .Results().ToList().Wait();

        Assert.That(dead.Single().Position, Is.EqualTo(1));
        Assert.That(
            results.Select(each => (each.Sequence, each.Value)),
            Is.EqualTo(new[] { (1L, (Id)1), (2L, 2), (3L, 5), (4L, 6) }));
    }

    [Test]
    public void FromTopics_LeftAmidARecord_TheWholeRecordComesAgain()
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [(0, Order(0, "1")), (0, Order(1, "2", "3", "4")), (0, Order(2, "5"))]);
        var options = Options(topic) with
        {
            Group = "orders",
            GroupProtocol = KafkaGroupProtocol.Consumer,
            SessionTimeout = TimeSpan.FromSeconds(3),
        };

        var first = Items(options with { End = KafkaEnd.Never }, 3);
        var second = Items(options, int.MaxValue);

        Assert.That(first, Is.EqualTo(new Id[] { 1, 2, 3 }));
        Assert.That(second, Is.EqualTo(new Id[] { 2, 3, 4, 5 }));
    }

    private static string Order(int minute, params string[] lines) =>
        $$"""{"t":"2024-05-01T10:0{{minute}}:00Z","lines":[{{string.Join(',', lines.Select(Line))}}]}""";

    // An item, and how much later than its order.
    private static string Line(string text) => text.Split(':') is [var item, var after]
        ? $$"""{"sku":"{{item}}","kind":"buy","after":{{after}}}"""
        : $$"""{"sku":"{{text}}","kind":"buy"}""";

    private static KafkaPipelineOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
    };

    private IList<Id> Items(KafkaSourceOptions options, int count) => KafkaSource
        .FromTopics(Settings, options, InteractionJson.CreateParser(Orders))
        .Select(each => each.Value.Item).Timeout(Patience).Take(count).ToList().Wait();

    private (List<string> Seen, List<DeadLetter> Dead) Read(ReadingMode mode, string topic)
    {
        var (seen, dead) = (new List<string>(), new List<DeadLetter>());
        var parser = InteractionJson.CreateParser(Orders);
        var options = Options(topic);
        switch (mode)
        {
            case ReadingMode.FromTopics:
                KafkaSource.FromTopics(Settings, options, parser)
                    .WithDeadLetters().Timeout(Patience)
                    .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
                    .Results()
                    .Do(each => seen.Add($"{each.Offset}:{each.Value.Item}"))
                    .LastOrDefaultAsync().Wait();
                break;
            case ReadingMode.FromTopicsByEventTime:
                var merge = new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero };
                KafkaSource.FromTopicsByEventTime(Settings, options, merge, parser)
                    .WithSideOutputs().Timeout(Patience)
                    .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
                    .Results().Results()
                    .Do(each => seen.Add($"{each.Offset}:{each.Value.Item}"))
                    .LastOrDefaultAsync().Wait();
                break;
            case ReadingMode.HandleAsync:
                KafkaSource.HandleAsync(
                    Settings,
                    options,
                    parser,
                    (record, _) => Note(record),
                    new() { DeadLetters = dead.Add, MaxConcurrency = 1 }).WaitAsync(Patience).GetAwaiter().GetResult();
                break;
            case ReadingMode.HandleResultsAsync:
                KafkaSource.HandleResultsAsync(
                    Settings,
                    options,
                    parser,
                    static records => records,
                    (result, _) => Note(result.Value),
                    new() { DeadLetters = dead.Add, MaxConcurrency = 1 }).WaitAsync(Patience).GetAwaiter().GetResult();
                break;
            default:
                KafkaSource.RunPartitions(Settings, options, parser, records => records)
                    .WithDeadLetters().Timeout(Patience)
                    .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
                    .Results()
                    .Do(each => seen.Add($"{each.Value.Offset}:{each.Value.Value.Item}"))
                    .LastOrDefaultAsync().Wait();
                break;
        }

        return (seen, dead);

        Task Note(KafkaRecord<Interaction> record)
        {
            seen.Add($"{record.Offset}:{record.Value.Item}");
            return Task.CompletedTask;
        }
    }
}
