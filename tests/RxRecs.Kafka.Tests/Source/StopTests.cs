using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.Source;

/// <summary>
/// A stop that the user asked for, by the token or by disposing the subscription, is no error and commits what is
/// processed: the next reader of the group goes on exactly behind it.
/// </summary>
public sealed class StopTests : BrokerTests
{
    private const int Records = 100;
    private const int Last = 40;

    [Test]
    public void Token_WithinOnNext_CompletesAndTheNextReaderGoesOnBehind()
    {
        var options = Options(NewTopic(1, Records));
        var (first, counts) = (new List<int>(), new List<ReadCounts>());
        using var stop = new CancellationTokenSource();

        var isCompleted = KafkaSource.FromTopics(Settings, options, TestTopic.Numbers, stop.Token)
            .WithDeadLetters()
            .Do(each => counts.AddRange(each.Counts is { } last ? [last] : []))
            .Results()
            .Do(each =>
            {
                first.Add(each.Value);
                if (each.Value == Last)
                {
                    stop.Cancel();
                }
            })
            .Select(_ => false).Append(true).Timeout(Patience).LastAsync().Wait();

        Assert.That(isCompleted, Is.True);
        Assert.That(first, Is.EqualTo(Enumerable.Range(0, Last + 1)));
        Assert.That(counts, Is.EqualTo(new[] { new ReadCounts(Last + 1, 0) }));
        Assert.That(Rest(options), Is.EqualTo(Enumerable.Range(Last + 1, Records - Last - 1)));
    }

    [Test]
    public void Token_CanceledBefore_CompletesWithoutReading()
    {
        var options = Options(NewTopic(1, Records));
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var read = KafkaSource.FromTopics(Settings, options, TestTopic.Numbers, stop.Token)
            .Timeout(Patience).ToList().Wait();

        Assert.That(read, Is.Empty);
    }

    [Test]
    public void Token_ObserverEndsItsWaitingWithTheSameToken_CompletesAndTheRecordComesAgain()
    {
        var options = Options(NewTopic(1, Records));
        var (first, isCompleted, error) = (new List<int>(), false, default(Exception));
        using var stop = new CancellationTokenSource();

        KafkaSource.FromTopics(Settings, options, TestTopic.Numbers, stop.Token).Subscribe(
            each =>
            {
                if (each.Value == Last)
                {
                    stop.Cancel();
                    stop.Token.ThrowIfCancellationRequested();
                }

                first.Add(each.Value);
            },
            each => error = each,
            () => isCompleted = true);

        Assert.That((isCompleted, error), Is.EqualTo((true, default(Exception))));
        Assert.That(first.Concat(Rest(options)), Is.EqualTo(Enumerable.Range(0, Records)));
    }

    [Test]
    public void Token_SinkInAPipelineEndsItsWaiting_IsNoErrorAndNoDeadLetter()
    {
        var options = Pipelines(NewTopic(1, Records)) with { ContinueAfterFailure = true };
        using var stop = new CancellationTokenSource();
        var first = KafkaSource.RunPartitions(
                Settings,
                options,
                TestTopic.Numbers,
                records => Counts(records.Do(each =>
                {
                    if (each.Value == Last)
                    {
                        stop.Cancel();
                        stop.Token.ThrowIfCancellationRequested();
                    }
                })),
                stop.Token)
            .WithDeadLetters().Timeout(Patience).ToList().Wait();

        var rest = KafkaSource.RunPartitions(
                Settings, options with { End = KafkaEnd.EndOfTopic }, TestTopic.Numbers, Counts)
            .Timeout(Patience).ToList().Wait();

        Assert.That(first.Select(each => each.DeadLetter), Has.All.Null);
        Assert.That(
            first.Where(each => each.IsValue).Select(each => each.Value.Sequence)
                .Concat(rest.Select(each => each.Sequence)),
            Is.EqualTo(Enumerable.Range(1, Records)));
    }

    [Test]
    public void Dispose_WithinOnNext_TheNextReaderGoesOnWithTheRecordAtHand()
    {
        var options = Options(NewTopic(1, Records));

        var first = KafkaSource.FromTopics(Settings, options, TestTopic.Numbers)
            .Select(each => each.Value).Take(Last + 1).Timeout(Patience).ToList().Wait();

        Assert.That(first, Is.EqualTo(Enumerable.Range(0, Last + 1)));
        Assert.That(Rest(options), Is.EqualTo(Enumerable.Range(Last, Records - Last)));
    }

    // It disposes us just as one does that has enough.
    [Test]
    public void Dispose_ByAnOperatorThatFails_TheNextReaderGoesOnWithTheRecordAtHand()
    {
        var options = Options(NewTopic(1, Records));
        var first = new List<int>();

        Assert.That(
            () => KafkaSource.FromTopics(Settings, options, TestTopic.Numbers)
                .Select(each => each.Value == Last ? throw new FormatException() : each.Value)
                .Timeout(Patience).Do(first.Add).Wait(),
            Throws.TypeOf<FormatException>());

        Assert.That(first.Concat(Rest(options)), Is.EqualTo(Enumerable.Range(0, Records)));
    }

    [Test]
    public void Dispose_WithinADeadLetter_TheNextReaderGoesOnWithIt()
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [(0, "0"), (0, "x"), (0, "2")]);
        var options = Options(topic);

        KafkaSource.FromTopics(Settings, options, TestTopic.Numbers)
            .WithDeadLetters().DeadLetters().FirstAsync().Timeout(Patience).Wait();
        var rest = KafkaSource.FromTopics(Settings, options with { End = KafkaEnd.EndOfTopic }, TestTopic.Numbers)
            .WithDeadLetters().Timeout(Patience).ToList().Wait();

        Assert.That(rest.Select(each => each.DeadLetter?.RawText), Is.EqualTo(new[] { "x", null, null }));
        Assert.That(rest.Select(each => each.Counts), Is.EqualTo(new ReadCounts?[] { null, null, new(1, 1) }));
    }

    [Test]
    public void Dispose_FromAnotherThreadBetweenRecords_SaysNothingAndTheNextReaderGoesOnBehind()
    {
        var topic = NewTopic(2, Records);
        var options = Options(topic) with { Scheduler = NewThreadScheduler.Default };
        var (first, ends) = (new ConcurrentQueue<int>(), new ConcurrentQueue<string>());

        using (var atEnd = new ManualResetEventSlim())
        {
            var watched = options with { Progress = AtRest(atEnd) };
            using (KafkaSource.FromTopics(Settings, watched, TestTopic.Numbers).Select(each => each.Value).Subscribe(
                first.Enqueue, error => ends.Enqueue(error.Message), () => ends.Enqueue("completed")))
            {
                Assert.That(atEnd.Wait(Patience), Is.True);
            }
        }

        TestTopic.WriteNumbers(Settings, topic, 2, Records, first: Records);
        Assert.That(first, Is.EquivalentTo(Enumerable.Range(0, Records)));
        Assert.That(Rest(options), Is.EquivalentTo(Enumerable.Range(Records, Records)));
        Assert.That(ends, Is.Empty);
    }

    [Test]
    public void Dispose_FromAnotherThreadWhileARecordIsUnderWay_ThatOneComesAgain()
    {
        var options = Options(NewTopic(1, Records));
        using var entered = new ManualResetEventSlim();
        using var left = new ManualResetEventSlim();
        var first = new ConcurrentQueue<int>();

        // What the slow operator holds does not arrive: nobody listens behind it any more.
        using (KafkaSource.FromTopics(
            Settings, options with { Scheduler = NewThreadScheduler.Default }, TestTopic.Numbers)
            .Select(each =>
            {
                if (each.Value == Last)
                {
                    entered.Set();
                    Assert.That(left.Wait(Patience), Is.True);
                }

                return each.Value;
            }).Subscribe(first.Enqueue))
        {
            Assert.That(entered.Wait(Patience), Is.True);
            Thread.Yield();
        }

        left.Set();
        var rest = Rest(options);
        Assert.That(first, Is.EqualTo(Enumerable.Range(0, Last)));
        Assert.That(rest[^(Records - Last)..], Is.EqualTo(Enumerable.Range(Last, Records - Last)));
        Assert.That(first.Concat(rest).Distinct(), Is.EqualTo(Enumerable.Range(0, Records)));
    }

    [Test]
    public void Dispose_WithinAResult_TheNextRunGoesOnWithThatResult()
    {
        var options = Pipelines(NewTopic(1, Records));
        IObservable<int> Twice(IObservable<KafkaRecord<int>> records) =>
            Counts(records).SelectMany(count => new[] { count, count });

        var first = KafkaSource.RunPartitions(Settings, options, TestTopic.Numbers, Twice)
            .Take(Last + 1).Timeout(Patience).ToList().Wait();
        var rest = KafkaSource.RunPartitions(
                Settings, options with { End = KafkaEnd.EndOfTopic }, TestTopic.Numbers, Twice)
            .Timeout(Patience).ToList().Wait();

        Assert.That(first, Has.Count.EqualTo(Last + 1));
        Assert.That(rest[0], Is.EqualTo(first[^1]));
        Assert.That(
            first.SkipLast(1).Concat(rest).Select(each => (each.Sequence, each.Value)),
            Is.EqualTo(Enumerable.Range(1, 2 * Records).Select(n => ((long)n, (n + 1) / 2))));
    }

    [Test]
    public void Dispose_FromAnotherThreadBetweenRecords_TheNextRunGoesOnWithItsState()
    {
        var topic = NewTopic(2, Records);
        var options = Pipelines(topic) with { Scheduler = NewThreadScheduler.Default };
        var first = new ConcurrentQueue<PartitionResult<int>>();

        using (var atEnd = new ManualResetEventSlim())
        {
            var watched = options with { Progress = AtRest(atEnd) };
            using (KafkaSource.RunPartitions(Settings, watched, TestTopic.Numbers, Counts).Where(_ => true)
                .Subscribe(first.Enqueue))
            {
                Assert.That(atEnd.Wait(Patience), Is.True);
            }
        }

        TestTopic.WriteNumbers(Settings, topic, 2, Records, first: Records);
        var rest = KafkaSource.RunPartitions(
                Settings, options with { End = KafkaEnd.EndOfTopic }, TestTopic.Numbers, Counts)
            .Timeout(Patience).ToList().Wait();

        Assert.That(
            first.Concat(rest).Select(each => (each.Partition, each.Sequence, each.Value)),
            Is.EquivalentTo(Enumerable.Range(1, Records).SelectMany(n => new[] { (0, (long)n, n), (1, n, n) })));
    }

    // Progress is told about once a second: at the second time, all has gone out a second ago.
    private static OnProgress AtRest(ManualResetEventSlim atRest)
    {
        var times = 0;
        return new OnProgress(each =>
        {
            if (each.Records == Records && ++times == 2)
            {
                atRest.Set();
            }
        });
    }

    private static KafkaSourceOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = topic + "-group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        CommitInterval = TimeSpan.FromMinutes(5),
        SessionTimeout = TimeSpan.FromSeconds(3),
    };

    private static KafkaPipelineOptions Pipelines(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = topic + "-group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        CommitInterval = TimeSpan.FromMinutes(5),
        SessionTimeout = TimeSpan.FromSeconds(3),
        Store = new InMemorySnapshotStore(),
    };

    // How many records there were, with each of them.
    private static IObservable<int> Counts(IObservable<KafkaRecord<int>> records) =>
        records.Select(each => each.Value).RunMachine(() => new CountMachine(1)).Select(each => (int)each.Count);

    private List<int> Rest(KafkaSourceOptions options) =>
        [.. KafkaSource.FromTopics(Settings, options with { End = KafkaEnd.EndOfTopic }, TestTopic.Numbers)
            .Select(each => each.Value).Timeout(Patience).ToEnumerable()];
}
