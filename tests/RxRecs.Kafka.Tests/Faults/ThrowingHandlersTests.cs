using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Whatever code of the user's throws, and whenever: on the runs after it every record has had its
/// effect.</summary>
public sealed class ThrowingHandlersTests : BrokerTests
{
    private const int Records = 3000;
    private const int Partitions = 3;
    private const int RunsThatThrow = 12;

    [TestCase(1)]
    [TestCase(2)]
    public void FromTopics_HandlersThrowAtRandom_EveryRecordIsSeenOrDead(int seed)
    {
        var chaos = new Chaos(seed);
        var seen = new HashSet<int>();
        var dead = new HashSet<int>();
        var endings = RunUntilDone(chaos, () =>
        {
            Exception? end = null;
            try
            {
                KafkaSource.FromTopics(
                    Settings,
                    Options(chaos) with { Scheduler = ImmediateScheduler.Instance },
                    new ThrowingParser(chaos)).WithDeadLetters().Subscribe(
                        Observer.Create<ReadResult<KafkaRecord<int>>>(
                        each =>
                        {
                            if (each.DeadLetter is { } letter)
                            {
                                chaos.Throw(4, "dead letters");
                                dead.Add(int.Parse(letter.RawText));
                            }
                            else if (each.IsValue)
                            {
                                chaos.Throw(1200, "observer");
                                seen.Add(each.Value.Value);
                            }
                        },
                        error => end = error));
            }
            catch (ChaosException error)
            {
                // What the observer throws comes out of the run itself.
                end = error;
            }

            return end;
        });

        TestContext.Out.WriteLine(endings);
        Assert.That(seen.Union(dead), Is.EquivalentTo(Enumerable.Range(0, Records)));
        Assert.That(dead, Is.Not.Empty);
    }

    [TestCase(3)]
    [TestCase(4)]
    public void RunPartitions_HandlersThrowAtRandom_CountsAreExact(int seed)
    {
        var chaos = new Chaos(seed);
        var store = new InMemorySnapshotStore();
        var results = new Dictionary<(int Partition, long Sequence), (int Key, long Count)>();
        var endings = RunUntilDone(chaos, () =>
        {
            Exception? end = null;
            try
            {
                KafkaSource.RunPartitions(
                    Settings,
                    Options(chaos) with { Store = store, Scheduler = ImmediateScheduler.Instance },
                    TestTopic.Numbers,
                    records => records
                        .Do(_ => chaos.Throw(1500, "pipeline"))
                        .Select(each => each.Value)
                        .RunMachine(() => new CountMachine(10))).Subscribe(Observer.Create<PartitionResult<(
                        int Key, long Count)>>(
                        each =>
                        {
                            chaos.Throw(1500, "observer");
                            results.TryAdd((each.Partition, each.Sequence), each.Value);
                            Assert.That(results[(each.Partition, each.Sequence)], Is.EqualTo(each.Value));
                        },
                        error => end = error));
            }
            catch (ChaosException error)
            {
                end = error;
            }

            return end;
        });

        TestContext.Out.WriteLine(endings);
        for (var partition = 0; partition < Partitions; partition++)
        {
            var counts = new long[10];
            var expected = Enumerable.Range(0, Records).Where(n => n % Partitions == partition)
                .Select((n, index) => ((partition, index + 1L), (n % 10, ++counts[n % 10])));
            Assert.That(
                results.Where(each => each.Key.Partition == partition).OrderBy(each => each.Key.Sequence)
                    .Select(each => (each.Key, each.Value)),
                Is.EqualTo(expected));
        }
    }

    [SetUp]
    public void MakeTopic()
    {
        NewTopic(Partitions, numbers: Records);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
    }

    private static KafkaPipelineOptions Options(Chaos chaos) => new()
    {
        Topics = ["events"],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
        Group = "group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        CommitInterval = TimeSpan.FromMilliseconds(50),
        TimeProvider = new FastClock(),
        Progress = new ThrowingProgress(chaos),
        Notices = Observer.Create<KafkaNotice>(_ => chaos.Throw(3, "notices")),
        BeforeCommit = _ => chaos.Throw(12, "before commit"),
    };

    private static string RunUntilDone(Chaos chaos, Func<Exception?> run)
    {
        var endings = new List<string>();
        for (var i = 0; i < RunsThatThrow + 3; i++)
        {
            chaos.IsOn = i < RunsThatThrow;
            switch (run())
            {
                case null:
                    endings.Add("completed");
                    return string.Join(", ", endings);
                case ChaosException or PartitionPipelineException { InnerException: ChaosException }:
                    endings.Add(chaos.Last);
                    break;
                case var other:
                    throw new InvalidOperationException("It ended with something that nobody threw.", other);
            }
        }

        throw new InvalidOperationException("It never completes: " + string.Join(", ", endings));
    }

    private sealed class Chaos(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Lock _gate = new();

        public bool IsOn { get; set; }

        public string Last { get; private set; } = "";

        // A cancellation of the user's own, of a web request say, must be like any other failure.
        public void Throw(int oneOutOf, string who)
        {
            lock (_gate)
            {
                if (IsOn && _random.Next(oneOutOf) == 0)
                {
                    Last = who;
                    throw new ChaosException(who);
                }
            }
        }
    }

    private sealed class ChaosException(string who) : OperationCanceledException(who);

    private sealed class ThrowingProgress(Chaos chaos) : IProgress<KafkaProgress>
    {
        public void Report(KafkaProgress value) => chaos.Throw(3, "progress");
    }

    private sealed class ThrowingParser(Chaos chaos) : IRecordParser<int>
    {
        public string? Parse(ConsumeResult<byte[], byte[]> record, out int value, out DateTimeOffset eventTime)
        {
            chaos.Throw(400, "parser");
            return TestTopic.Numbers.Parse(record, out value, out eventTime);
        }
    }
}
