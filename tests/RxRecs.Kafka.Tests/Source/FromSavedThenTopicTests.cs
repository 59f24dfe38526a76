using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace RxRecs.Kafka.Tests.Source;

/// <summary>Saved lines of a topic first, then the topic: each record once.</summary>
public sealed class FromSavedThenTopicTests : BrokerTests
{
    private const int Partitions = 3;

    // How the numbers lie in the topic: round robin.
    private static IEnumerable<string> Lines(int from, int to) => Enumerable.Range(from, to - from)
        .Select(n => $"CreateTime:1700000000000\tPartition:{n % Partitions}\tOffset:{n / Partitions}\tkey\t{n}");

    private static IEnumerable<string> JsonLines(int from, int to) => Enumerable.Range(from, to - from).Select(n =>
        $$"""{"topic":"events","partition":{{n % Partitions}},"offset":{{n / Partitions}},"tstype":"create","""
        + $$""" "ts":1700000000000,"key":null,"payload":"{{n}}"}""");

    [TestCase(false)]
    [TestCase(true)]
    public async Task Lines_ThenTopic_EachRecordComesOnce(bool json)
    {
        NewTopic(Partitions, numbers: 1000);
        var lines = json ? JsonLines(0, 400) : Lines(0, 400);

        var values = await Read(Options(), lines).Select(each => each.Value).ToList();

        Assert.That(values.Take(400), Is.EqualTo(Enumerable.Range(0, 400)));
        Assert.That(values, Is.Unique.And.EquivalentTo(Enumerable.Range(0, 1000)));
    }

    [Test]
    public async Task Lines_OverlappingAndOutOfOrder_EachRecordComesOnce()
    {
        NewTopic(Partitions, numbers: 1000);
        string[] lines = [.. Lines(0, 200), .. Lines(300, 500), .. Lines(100, 400)];

        var values = await Read(Options(), lines).Select(each => each.Value).ToList();

        Assert.That(values, Is.Unique.And.EquivalentTo(Enumerable.Range(0, 1000)));
    }

    [Test]
    public async Task Lines_RecordsAreGoneFromTheTopic_ComeFromTheLines()
    {
        NewTopic(Partitions, numbers: 900);
        for (var partition = 0; partition < Partitions; partition++)
        {
            Broker.Faults.DeleteRecords("events", partition, 200);
        }

        var values = await Read(Options(), Lines(0, 600)).Select(each => each.Value).ToList();

        Assert.That(values, Is.Unique.And.EquivalentTo(Enumerable.Range(0, 900)));
    }

    [Test]
    public void Lines_EndBeforeWhatTheTopicStillHas_EndsWithDataExpired()
    {
        NewTopic(Partitions, numbers: 900);
        for (var partition = 0; partition < Partitions; partition++)
        {
            Broker.Faults.DeleteRecords("events", partition, 250);
        }

        Assert.That(
            async () => await Read(Options(), Lines(0, 600)).ToList(),
            Throws.InstanceOf<KafkaFailureException>()
                .With.Property(nameof(KafkaFailureException.Failure)).EqualTo(KafkaFailure.DataExpired));
    }

    [Test]
    public async Task Lines_ThatCannotBeRead_AreDeadLettersAndCounted()
    {
        NewTopic(Partitions, numbers: 12);
        string[] lines =
        [
            "just a value",
            "Partition:0\tvalue",
            "Partition:0\tOffset:0\tsome:header\tkey\tno number",
            "Partition:0\tOffset:1\tnull",
            "Partition:0\tOffset:-1\t5",
            "Partition:0\tOffset:2\ta\tb\tc\td",
            """{"topic":"others","partition":0,"offset":2,"payload":"6"}""",
            """{"topic":"events","partition":"0"}""",
            "{",
            "Partition:0\tOffset:2\t6",
        ];

        var results = await Read(Options(), lines).WithDeadLetters().ToList();

        var letters = results.Select(each => each.DeadLetter).OfType<DeadLetter>().ToList();
        Assert.That(
            letters.Select(each => (each.Source, each.Position)),
            Is.EqualTo(new (string?, long)[]
            {
                ("saved lines of events", 1), ("saved lines of events", 2), ("events[0]", 0), ("events[0]", 1),
                ("saved lines of events", 5), ("saved lines of events", 6), ("saved lines of events", 7),
                ("saved lines of events", 8), ("saved lines of events", 9),
            }));
        Assert.That(letters, Has.All.Matches<DeadLetter>(each => each!.Reason.Length > 0));
        Assert.That(
            results.Where(each => each.IsValue).Select(each => each.Value.Value),
            Is.EquivalentTo(new[] { 6, 9, 1, 4, 7, 10, 2, 5, 8, 11 }));
        Assert.That(results[^1].Counts, Is.EqualTo(new ReadCounts(10, 9)));
    }

    [Test]
    public async Task Group_HasCommitted_TheLinesAreNotEmittedAgain()
    {
        NewTopic(Partitions, numbers: 30);
        var options = Options() with { Group = "group", SessionTimeout = TimeSpan.FromSeconds(1.5) };
        var first = await Read(options, Lines(0, 15)).Select(each => each.Value).ToList();
        TestTopic.WriteNumbers(Settings, "events", Partitions, 6, first: 30);

        var second = await Read(options, Lines(0, 15)).Select(each => each.Value).ToList();

        Assert.That(first, Is.Unique.And.EquivalentTo(Enumerable.Range(0, 30)));
        Assert.That(second, Is.EquivalentTo(Enumerable.Range(30, 6)));
    }

    [Test]
    public async Task Stopped_AmongTheLines_BeginsWithThemAgain()
    {
        NewTopic(Partitions, numbers: 30);
        var options = Options() with { Group = "group", SessionTimeout = TimeSpan.FromSeconds(1.5) };

        var first = await Read(options, Lines(0, 15)).Take(5).Select(each => each.Value).ToList();
        var second = await Read(options, Lines(0, 15)).Select(each => each.Value).ToList();

        Assert.That(first, Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(second, Is.Unique.And.EquivalentTo(Enumerable.Range(0, 30)));
    }

    [Test]
    public async Task Token_CanceledAmongTheLines_Completes()
    {
        NewTopic(Partitions, numbers: 30);
        using var cancel = new CancellationTokenSource();
        var values = await KafkaSource.FromSavedThenTopic(
                Settings, Options(), Lines(0, 15), TestTopic.Numbers, cancel.Token)
            .Do(each =>
            {
                if (each.Value == 7)
                {
                    cancel.Cancel();
                }
            })
            .Select(each => each.Value).ToList().ToTask().WaitAsync(Patience);

        Assert.That(values, Is.EqualTo(Enumerable.Range(0, 8)));
    }

    [Test]
    public void Options_OfTwoTopicsOrAnotherStart_AreRefused()
    {
        Assert.That(
            () => Read(Options() with { Topics = ["a", "b"] }, []), Throws.ArgumentException);
        Assert.That(() => Read(Options() with { Start = KafkaStart.End }, []), Throws.ArgumentException);
    }

    private static KafkaSourceOptions Options() =>
        TestTopic.FromBeginningToEnd("events") with { Scheduler = NewThreadScheduler.Default };

    private IRecordObservable<KafkaRecord<int>> Read(KafkaSourceOptions options, IEnumerable<string> lines) =>
        KafkaSource.FromSavedThenTopic(Settings, options, lines, TestTopic.Numbers);
}
