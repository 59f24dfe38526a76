using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Source;

public sealed class FromTopicsTests : BrokerTests
{
    [Test]
    public void FromTopics_InteractionLargerThanUsual_PassesWhereTheLimitsSaySo()
    {
        var topic = NewTopic(1);
        var text = new string(' ', 300_000) + """{"event_time":0,"event_type":"view","product_id":1}""";
        TestTopic.Write(Settings, topic, [(0, text)]);
        var limits = new RecordLimitOptions { MaxValueSize = 400_000 };

        var read = KafkaSource
            .FromTopics(Settings, TestTopic.FromBeginningToEnd(topic) with { Limits = limits })
            .Select(record => record.Value.Item).Timeout(Patience).ToList().Wait();

        Assert.That(read, Is.EqualTo(new Id[] { 1 }));
    }

    [Test]
    public void FromTopics_PlainAssignment_GivesEveryRecordOnceInPartitionOrder()
    {
        var topic = NewTopic(4, numbers: 1000);

        var records = Read(Options(topic));

        Assert.That(records.Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(0, 1000)));
        foreach (var partition in records.GroupBy(each => each.Partition))
        {
            Assert.That(
                partition.Select(each => each.Offset), Is.EqualTo(Enumerable.Range(0, 250).Select(n => (long)n)));
        }
    }

    [TestCase(KafkaGroupProtocol.Classic)]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public void FromTopics_Group_GoesOnWhereTheLastRunHasCommitted(KafkaGroupProtocol protocol)
    {
        var topic = NewTopic(2, numbers: 100);
        var options = Options(topic) with { Group = topic + "-group", GroupProtocol = protocol };
        var first = Read(options);
        TestTopic.WriteNumbers(Settings, topic, 2, 50, first: 100);

        var second = Read(options);

        Assert.That(first.Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(0, 100)));
        Assert.That(second.Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(100, 50)));
    }

    [Test]
    public void FromTopics_ObserverThrows_RecordComesAgain()
    {
        var topic = NewTopic(1, numbers: 100);
        var options = Options(topic) with { Group = topic + "-group" };
        var seen = new List<int>();

        Assert.That(
            () => KafkaSource.FromTopics(Settings, options, TestTopic.Numbers).Subscribe(each =>
            {
                if (each.Value == 40)
                {
                    throw new InvalidOperationException("a user's mistake");
                }

                seen.Add(each.Value);
            }),
            Throws.InvalidOperationException.With.Message.EqualTo("a user's mistake"));
        seen.AddRange(Read(options).Select(each => each.Value));

        Assert.That(seen.Distinct(), Is.EquivalentTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void FromTopics_MalformedRecords_BecomeDeadLettersAndBlockNothing()
    {
        var topic = NewTopic(2);
        TestTopic.Write(Settings, topic, Enumerable.Range(0, 100).Select(n =>
            (n % 2, n % 10 == 3 ? "no number " + n : n % 10 == 7 ? null : n.ToString())));

        var all = KafkaSource.FromTopics(Settings, Options(topic), TestTopic.Numbers)
            .WithDeadLetters().Timeout(Patience).ToList().Wait();

        var records = all.Where(each => each.IsValue).Select(each => each.Value).ToList();
        var dead = all.Select(each => each.DeadLetter).OfType<DeadLetter>().ToList();

        Assert.That(records, Has.Count.EqualTo(80));
        Assert.That(dead, Has.Count.EqualTo(20));
        Assert.That(dead.Select(each => each.Source).Distinct(), Is.EquivalentTo(new[] { $"{topic}[1]" }));
        Assert.That(all[^1].Counts, Is.EqualTo(new ReadCounts(80, 20)));
        Assert.That(all.Count(each => each.Counts is not null), Is.EqualTo(1));
        Assert.That(
            dead.Where(each => each.RawText.Length > 0).Select(each => each.RawText), Has.All.StartsWith("no number"));
    }

    [Test]
    public async Task FromTopics_Canceled_CommitsAndCompletes()
    {
        var topic = NewTopic(1, numbers: 100);
        var options = Options(topic) with { Group = topic + "-group", End = KafkaEnd.Never };
        using var cancel = new CancellationTokenSource();

        var run = KafkaSource
            .FromTopics(
                Settings,
                options with { Scheduler = NewThreadScheduler.Default },
                TestTopic.Numbers,
                cancellationToken: cancel.Token)
            .Do(each =>
            {
                if (each.Value == 99)
                {
                    cancel.Cancel();
                }
            })
            .ToList().ToTask();

        Assert.That(await run.WaitAsync(Patience), Has.Count.EqualTo(100));
        var rest = Read(options with { End = KafkaEnd.EndOfTopic });
        Assert.That(rest, Is.Empty);
    }

    [Test]
    public void FromTopics_EndsWithATaskThatFails_EndsWithTheSameException()
    {
        var topic = NewTopic(1, numbers: 10);
        var writing = new TaskCompletionSource();
        var options = Options(topic) with { End = KafkaEnd.When(writing.Task) };

        var run = KafkaSource.FromTopics(Settings, options, TestTopic.Numbers)
            .Do(each =>
            {
                if (each.Value == 9)
                {
                    writing.SetException(new InvalidDataException("half a file"));
                }
            });

        Assert.That(
            () => run.Timeout(Patience).Wait(),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("half a file"));
    }

    [Test]
    public void FromTopics_StartNamesAPartitionThatIsNotThere_IsAnErrorThatSaysSo()
    {
        var topic = NewTopic(2, numbers: 10);
        var options = Options(topic) with
        {
            Start = KafkaStart.From([new TopicPartitionOffset(topic, 2, 1)]),
        };

        Assert.That(
            () => Read(options),
            Throws.TypeOf<KafkaFailureException>().With.Message.Contains("events[2]").And.Message
                .Contains("2 partitions"));
    }

    [Test]
    public void Subscribe_Twice_GetsAParserEach()
    {
        var topic = NewTopic(1, numbers: 10);
        var parsers = 0;
        var records = new TopicObservable<int, KafkaRecord<int>>(
            Settings,
            Options(topic),
            () =>
            {
                parsers++;
                return TestTopic.Numbers;
            },
            (observer, _) => new ObserverTarget<int>(observer),
            CancellationToken.None);

        Assert.That(records.Concat(records).Count().Timeout(Patience).Wait(), Is.EqualTo(20));
        Assert.That(parsers, Is.EqualTo(2));
    }

    [Test]
    public void FromTopics_EmptyTopic_Completes()
    {
        Assert.That(Read(Options(NewTopic(3))), Is.Empty);
    }

    [Test]
    public void FromTopics_AfterQuiet_Completes()
    {
        var topic = NewTopic(2, numbers: 10);

        var records = Read(Options(topic) with
        {
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(300)),
        });

        Assert.That(records, Has.Count.EqualTo(10));
    }

    [Test]
    public void FromTopics_StartFromOffsets_BeginsThereAndElsewhereAtTheBeginning()
    {
        var topic = NewTopic(3, numbers: 30);
        var start = KafkaStart.From([new(topic, 0, 7), new(topic, 1, 10)]);

        var records = Read(Options(topic) with { Start = start });

        Assert.That(
            records.Select(each => (each.Partition, each.Offset)),
            Is.EquivalentTo(
                new[] { (0, 7L), (0, 8L), (0, 9L) }.Concat(Enumerable.Range(0, 10).Select(n => (2, (long)n)))));
    }

    [Test]
    public async Task FromTopics_StartAtTheEnd_GivesOnlyWhatComesFromThenOn()
    {
        var topic = NewTopic(2, numbers: 100);
        var ready = new TaskCompletionSource();
        var options = Options(topic) with
        {
            Start = KafkaStart.End,
            End = KafkaEnd.Never,
            Progress = new OnProgress(each => _ = each.IsAtEnd && ready.TrySetResult()),
        };
        var reading = KafkaSource
            .FromTopics(Settings, options with { Scheduler = NewThreadScheduler.Default }, TestTopic.Numbers)
            .Take(10).ToList().ToTask();
        await ready.Task.WaitAsync(Patience);

        TestTopic.WriteNumbers(Settings, topic, 2, 10, first: 100);

        var records = await reading.WaitAsync(Patience);
        Assert.That(records.Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(100, 10)));
    }

    [Test]
    public void FromTopics_SeveralTopics_GivesEachPartitionInOrderWithTheNameOfItsTopic()
    {
        var views = NewTopic(2, numbers: 100, name: "views");
        var carts = NewTopic(3, name: "carts");
        TestTopic.WriteNumbers(Settings, carts, 3, 90, first: 100);

        var records = Read(Options(views) with { Topics = [views, carts] });

        foreach (var (topic, partitions, numbers) in new[] { (views, 2, (0, 100)), (carts, 3, (100, 90)) })
        {
            for (var partition = 0; partition < partitions; partition++)
            {
                Assert.That(
                    records.Where(each => each.Topic == topic && each.Partition == partition)
                        .Select(each => (each.Offset, each.Value)),
                    Is.EqualTo(Enumerable.Range(numbers.Item1, numbers.Item2)
                        .Where(number => number % partitions == partition)
                        .Select((number, offset) => ((long)offset, number))));
            }
        }

        Assert.That(records, Has.Count.EqualTo(190));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void FromTopics_RecordsWithHeaders_CarryThemOnlyIfTheyAreToBeRead(bool readHeaders)
    {
        var topic = NewTopic(1);
        TestTopic.WriteRecords(Settings, topic, Enumerable.Range(0, 10).Select(n =>
            (0, TestTopic.Record(KafkaKey.Of(n), headers: new Headers { { "kind", [(byte)n] } }))));

        var records = Read(Options(topic) with { ReadHeaders = readHeaders });

        Assert.That(records.Select(each => each.Value), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(
            records.Select(each => each.Headers?.GetLastBytes("kind")[0]),
            Is.EqualTo(Enumerable.Range(0, 10).Select(n => readHeaders ? (byte?)n : null)));
    }

    [Test]
    public void FromTopics_NamedMemberComesBackWithinItsSession_GoesOnAndTheOtherKeepsWhatItHas()
    {
        var topic = NewTopic(2, numbers: 10);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        Broker.Faults.StartTracking();
        var options = Options(topic) with { Group = topic + "-group", End = KafkaEnd.Never };
        using var other = Join("other");
        WaitFor(() => other.Has(2) && other.Values.Count == 10);
        using var named = Join("named");
        WaitFor(() => other.Has(1) && named.Has(1));
        var before = other.Partitions;

        named.Leave();
        var heartbeats = Heartbeats();
        WaitFor(() => Heartbeats() >= heartbeats + 5);
        TestTopic.WriteNumbers(Settings, topic, 2, 10, first: 10);
        using var back = Join("named");
        WaitFor(() => other.Values.Count + back.Values.Count == 20);

        Assert.That(other.Partitions, Is.EqualTo(before));
        Assert.That(back.Values, Has.Count.EqualTo(5));
        Assert.That(other.Values.Concat(back.Values), Is.EquivalentTo(Enumerable.Range(0, 20)));

        GroupMember Join(string name) => new(Settings, options with { InstanceId = name });
        void WaitFor(Func<bool> isTrue) => Assert.That(Eventually.Is(isTrue, Patience), Is.True);
        int Heartbeats() =>
            Broker.Faults.Requests().Count(each => each.Kind == KafkaRequest.ConsumerGroupHeartbeat);
    }

    private static KafkaSourceOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,

        // The embedded broker lets a classic group wait for a session timeout at each rebalance.
        GroupProtocol = KafkaGroupProtocol.Consumer,
        SessionTimeout = TimeSpan.FromSeconds(3),
    };

    private IList<KafkaRecord<int>> Read(KafkaSourceOptions options) =>
        KafkaSource.FromTopics(Settings, options, TestTopic.Numbers)
            .Timeout(Patience).ToList().Wait();
}
