using System.Globalization;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.Source;

/// <summary>
/// A history first, and then a topic that has a part of it as well: each event once. Numbers stand for events, four of
/// them in each second.
/// </summary>
public sealed class HistoryTests : BrokerTests
{
    private const int Partitions = 3;
    private const int Last = 999;

    // In the middle of the instant that 500 to 503 share.
    private const int End = 502;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static IRecordParser<int> Parser { get; } = RecordParser.From(
        static record => int.Parse(record.Message.Value, CultureInfo.InvariantCulture), TimeOf);

    private static KafkaMergeOptions InOrder { get; } = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public async Task FromTopics_BothHaveTheSeam_EachEventComesOnce()
    {
        Begin(300, Last);
        var leftOut = new List<int>();
        var history = History(0, 800) with { LeftOut = each => leftOut.Add(each.Value) };

        var read = await KafkaSource.FromTopics(Settings, Options(), history, Parser).WithDeadLetters().ToList();

        var values = read.Where(each => each.IsValue).Select(each => each.Value.Value).ToList();
        Assert.That(values.Take(500), Is.EqualTo(Enumerable.Range(0, 500)));
        Assert.That(values, Is.Unique.And.EquivalentTo(Enumerable.Range(0, Last + 1)));
        Assert.That(leftOut, Is.EquivalentTo(Enumerable.Range(300, 200)));
        Assert.That(read[^1].Counts, Is.EqualTo(new ReadCounts(Last + 1, 0)));
        Assert.That(read.Where(each => each.IsValue).Count(each => each.Value.Offset < 0), Is.EqualTo(500));
    }

    [Test]
    public async Task FromTopicsByEventTime_BothOutOfOrder_IsOneOrderOverBoth()
    {
        const int Disorder = 40;
        Begin(250, Last, Disorder);
        var merge = new KafkaMergeOptions { AllowedLateness = TimeSpan.FromSeconds((Disorder / 4) + 1) };
        var history = History(0, 700);
        history = history with { Events = Disordered(history.Events, Disorder) };

        var values = await KafkaSource.FromTopicsByEventTime(Settings, Options(), merge, history, Parser)
            .Select(each => each.Value).ToList();

        Assert.That(values, Is.Unique.And.EquivalentTo(Enumerable.Range(0, Last + 1)));
        Assert.That(values.Select(TimeOf), Is.Ordered);
    }

    [Test]
    public async Task FromTopicsByEventTime_LateInBoth_IsToldAndCounted()
    {
        Begin([.. Enumerable.Range(500, 100), 510]);
        var history = History(0, 700);
        history = history with { Events = [.. history.Events, 7] };

        var read = await KafkaSource.FromTopicsByEventTime(Settings, Options(), InOrder, history, Parser)
            .WithSideOutputs().ToList();

        var late = read.Where(each => each is { IsValue: true, Value.IsLate: true }).Select(each => each.Value.Late!);
        Assert.That(late.Select(each => (each.Event.Value, each.Count)), Is.EqualTo(new[] { (7, 1L), (510, 2L) }));
        Assert.That(read[^2].Value.Counts, Is.EqualTo(new EventTimeCounts(600, 2)));
        Assert.That(read[^1].Counts, Is.EqualTo(new ReadCounts(602, 0)));
    }

    [Test]
    public void RunPartitions_CrashesAnywhere_GivesWhatOneRunGives()
    {
        Begin(300, Last);
        var options = Pipelines(new InMemorySnapshotStore()) with { CommitInterval = TimeSpan.FromMilliseconds(10) };
        var seen = new Dictionary<(int Partition, long Sequence), string>();
        var restarts = 0;
        for (var crashAt = 100; ; crashAt += 100)
        {
            try
            {
                Sums(options, History(0, 800)).Do(each =>
                {
                    var id = (each.Partition, each.Sequence);
                    Assert.That(seen.GetValueOrDefault(id, each.Value), Is.EqualTo(each.Value));
                    seen[id] = each.Value;
                    if (seen.Count >= crashAt)
                    {
                        throw new InvalidOperationException("crash");
                    }
                }).LastOrDefaultAsync().Wait();
                break;
            }
            catch (InvalidOperationException)
            {
                restarts++;
            }
        }

        Assert.That(restarts, Is.GreaterThan(5));
        AssertIsPlainLoop(seen);
    }

    [Test]
    public async Task RunPartitions_WithACheckpoint_DoesNotReadTheHistoryAgain()
    {
        Begin(300, 700);
        var store = new InMemorySnapshotStore();
        var options = Pipelines(store) with { End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(300)) };
        var seen = new Dictionary<(int Partition, long Sequence), string>();
        void Note(PartitionResult<string> each) => seen.Add((each.Partition, each.Sequence), each.Value);
        await Sums(options, History(0, 800)).Do(Note).LastOrDefaultAsync();
        Write(Enumerable.Range(701, Last - 700));

        var unread = History(0, 0) with { Events = Unreadable() };
        await Sums(options, unread).Do(Note).LastOrDefaultAsync();

        AssertIsPlainLoop(seen);
    }

    [TestCase(End, 600)]
    [TestCase(End, null)]
    [TestCase(null, End)]
    public async Task RunPartitions_CheckpointHasAnotherUntil_IsRefused(int? before, int? now)
    {
        Begin(300, Last);
        var options = Pipelines(new InMemorySnapshotStore()) with
        {
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(300)),
        };
        await Sums(options, Until(before)).LastOrDefaultAsync();

        var error = await Assert.ThrowsAsync<KafkaFailureException>(
            () => Sums(options, Until(now)).LastOrDefaultAsync().ToTask());

        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.Checkpoint));
        Assert.That(error.Message, Does.Contain($"saved with {Told(before)}, and this run has {Told(now)}:"));

        static KafkaHistory<int>? Until(int? number) =>
            number is { } end ? History(0, 800) with { Until = TimeOf(end) } : null;

        static string Told(int? number) =>
            number is { } end ? $"a history until {TimeOf(end):O}" : "no history";
    }

    [Test]
    public async Task RunPartitions_StoppedInTheHistory_BeginsWithItAgain()
    {
        Begin(300, Last);
        using var stop = new CancellationTokenSource();
        var options = Pipelines(new InMemorySnapshotStore());
        var first = await Sums(options, History(0, 800), stop.Token).Do(each =>
        {
            if (each.Sequence == 100)
            {
                stop.Cancel();
            }
        }).ToList().ToTask().WaitAsync(Patience);
        var seen = new Dictionary<(int Partition, long Sequence), string>();

        await Sums(options, History(0, 800)).Do(each => seen.Add((each.Partition, each.Sequence), each.Value))
            .LastOrDefaultAsync();

        Assert.That(first, Has.Count.InRange(100, 300));
        Assert.That(
            first.Select(each => seen[(each.Partition, each.Sequence)]), Is.EqualTo(first.Select(each => each.Value)));
        AssertIsPlainLoop(seen);
    }

    [Test]
    public void RunPartitions_FailsOnTheHistory_SaysSo()
    {
        Begin(300, Last);
        var failing = KafkaSource.RunPartitions(
            Settings, Pipelines(null), History(0, 800), Parser,
            records => records.Select(
                each => each.Value == 17 ? throw new InvalidOperationException("no") : each.Value));

        var error = Assert.Throws<PartitionPipelineException>(() => failing.LastOrDefaultAsync().Wait());

        Assert.That(error!.Message, Does.Contain("failed in the history: no"));
    }

    [Test]
    public async Task Group_HasCommitted_TheHistoryIsNotEmittedAgain()
    {
        Begin(300, 700);
        var options = Options() with { Group = "group", SessionTimeout = TimeSpan.FromSeconds(1.5) };
        var first = await KafkaSource.FromTopics(Settings, options, History(0, 800), Parser).ToList();
        Write(Enumerable.Range(701, Last - 700));

        var second = await KafkaSource.FromTopics(Settings, options, History(0, 800), Parser).ToList();

        Assert.That(first.Select(each => each.Value), Is.Unique.And.EquivalentTo(Enumerable.Range(0, 701)));
        Assert.That(second.Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(701, Last - 700)));
    }

    [TestCase(600, 1)]
    [TestCase(400, 0)]
    public async Task Topic_BeginsBehindTheHistory_IsToldOnce(int first, int expected)
    {
        Broker.CreateTopic("events", 1);
        TestTopic.WriteNumbers(Settings, "events", 1, 200, first - 100);
        Broker.Faults.DeleteRecords("events", 0, 100);
        var notices = new List<KafkaNotice>();
        var options = Options() with { Notices = Observer.Create<KafkaNotice>(notices.Add) };

        await KafkaSource.FromTopics(Settings, options, History(0, 800), Parser).ToList();

        var told = notices.FindAll(each => each.Kind == KafkaNoticeKind.DataLost);
        Assert.That(told, Has.Count.EqualTo(expected));
        Assert.That(told.ConvertAll(each => each.Text), Has.All.Contains("is missing").And.All.Contains("offset 100"));
    }

    // What shares the instant of the history's last event may be in it. Told of the first, the tenth, the hundredth.
    [TestCase(ReadingMode.FromTopics, 398, 3)]
    [TestCase(ReadingMode.FromTopicsByEventTime, 398, 3)]
    [TestCase(ReadingMode.RunPartitions, 398, 3)]
    [TestCase(ReadingMode.FromTopics, 498, 0)]
    [TestCase(ReadingMode.FromTopics, 600, 0)]
    [TestCase(ReadingMode.FromTopics, 0, 0)]
    public async Task History_EndsBeforeUntil_WhatOnlyTheTopicHasIsTold(ReadingMode mode, int end, int expected)
    {
        Begin(300, Last);
        var notices = new List<KafkaNotice>();
        var leftOut = 0;
        var history = History(0, end) with { LeftOut = _ => leftOut++ };

        await Read(mode, history, Observer.Create<KafkaNotice>(notices.Add));

        var told = notices.FindAll(each => each.Kind == KafkaNoticeKind.DataLost).ConvertAll(each => each.Text);
        Assert.That(leftOut, Is.EqualTo(200));
        Assert.That(told, Has.Count.EqualTo(expected));
        Assert.That(told, Has.All.Contains("ends at 2024-01-01T00:01:39Z, before its Until, 2024-01-01T00:02:05Z"));
        Assert.That(
            told.Zip([1, 10, 100], (text, count) => text.Contains($"g, {count} so far", StringComparison.Ordinal)),
            Has.All.True);
    }

    [Test]
    public void Topic_IsMissing_IsToldBeforeTheHistoryIsRead()
    {
        var history = History(0, 0) with { Events = Unreadable() };

        var error = Assert.Throws<KafkaFailureException>(
            () => KafkaSource.FromTopics(Settings, Options(), history, Parser).LastOrDefaultAsync().Wait());

        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.MissingTopic));
    }

    [Test]
    public void Options_ThatCannotBe_AreRefused()
    {
        var history = History(0, 10);
        Assert.That(
            () => KafkaSource.FromTopics(Settings, Options() with { Topics = ["a", "b"] }, history, Parser),
            Throws.ArgumentException.With.Message.Contains("one topic"));
        foreach (var start in new[] { KafkaStart.End, KafkaStart.At(history.Until.AddTicks(1)) })
        {
            Assert.That(
                () => KafkaSource.FromTopics(Settings, Options() with { Start = start }, history, Parser),
                Throws.ArgumentException.With.Message.Contains("Until"));
        }

        Assert.That(
            () => KafkaSource.FromTopics(
                Settings, Options() with { Start = KafkaStart.At(history.Until) }, history, Parser),
            Throws.Nothing);
        Assert.That(
            () => Sums(Pipelines(null) with { Group = "group" }, history),
            Throws.ArgumentException.With.Message.Contains("Store"));
        Assert.That(
            () => Sums(Pipelines(null), history with { KeySelector = null }),
            Throws.ArgumentException.With.Message.Contains("KeySelector"));
    }

    private async Task Read(ReadingMode mode, KafkaHistory<int> history, IObserver<KafkaNotice> notices)
    {
        var options = Options() with { Notices = notices };
        switch (mode)
        {
            case ReadingMode.FromTopics:
                await KafkaSource.FromTopics(Settings, options, history, Parser).LastOrDefaultAsync();
                break;
            case ReadingMode.FromTopicsByEventTime:
                await KafkaSource.FromTopicsByEventTime(Settings, options, InOrder, history, Parser)
                    .LastOrDefaultAsync();
                break;
            default:
                await Sums(Pipelines(null) with { Notices = notices }, history).LastOrDefaultAsync();
                break;
        }
    }

    private static DateTimeOffset TimeOf(int number) => Start.AddSeconds(Math.Floor(number / 4.0));

    private static KafkaHistory<int> History(int from, int to) => new()
    {
        Events = Enumerable.Range(from, to - from),
        EventTimeSelector = TimeOf,
        Until = TimeOf(End),
        KeySelector = static number => KafkaKey.Of(number % 50),
    };

    private static IEnumerable<int> Unreadable()
    {
        Assert.Fail("the history was read");
        yield break;
    }

    private static List<int> Disordered(IEnumerable<int> numbers, int by)
    {
        var random = new Random(1);
        return numbers.OrderBy(number => number + random.Next(by)).ToList();
    }

    private static KafkaSourceOptions Options() =>
        TestTopic.FromBeginningToEnd("events") with { Scheduler = NewThreadScheduler.Default };

    private static KafkaPipelineOptions Pipelines(ISnapshotStore? store) => new()
    {
        Topics = ["events"],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
        Name = "sums",
        Store = store,
        Scheduler = NewThreadScheduler.Default,
    };

    private static int PartitionOf(int number) => KafkaPartitioner.PartitionOf(KafkaKey.Of(number % 50), Partitions);

    private static void AssertIsPlainLoop(Dictionary<(int Partition, long Sequence), string> seen)
    {
        foreach (var partition in Enumerable.Range(0, Partitions))
        {
            var sum = 0;
            Assert.That(
                seen.Where(each => each.Key.Partition == partition).OrderBy(each => each.Key.Sequence)
                    .Select(each => each.Value),
                Is.EqualTo(Enumerable.Range(0, Last + 1).Where(number => PartitionOf(number) == partition)
                    .Select(number => $"{number}: {sum += number}")));
        }
    }

    private static IObservable<string> Sum(IObservable<KafkaRecord<int>> records) =>
        records.Select(static each => each.Value).Publish(static numbers =>
            numbers.Zip(numbers.RunMachine(static () => new SumMachine()), (number, sum) => $"{number}: {sum}"));

    private IRecordObservable<PartitionResult<string>> Sums(
        KafkaPipelineOptions options, KafkaHistory<int>? history, CancellationToken stop = default) =>
        history is null
            ? KafkaSource.RunPartitions(Settings, options, Parser, Sum, stop)
            : KafkaSource.RunPartitions(Settings, options, history, Parser, Sum, stop);

    private void Begin(int from, int to, int disorder = 0)
    {
        var numbers = Enumerable.Range(from, to - from + 1);
        Begin(disorder > 0 ? Disordered(numbers, disorder) : numbers);
    }

    private void Begin(IEnumerable<int> numbers)
    {
        Broker.CreateTopic("events", Partitions);
        Write(numbers);
    }

    private void Write(IEnumerable<int> numbers) => TestTopic.Write(
        Settings,
        "events",
        numbers.Select(each => (PartitionOf(each), (string?)each.ToString(CultureInfo.InvariantCulture))));
}
