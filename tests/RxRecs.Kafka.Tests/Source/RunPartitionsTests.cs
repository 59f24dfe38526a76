using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka.Tests.Faults;
using RxRecs.Storage;

namespace RxRecs.Kafka.Source;

public sealed class RunPartitionsTests : BrokerTests
{
    [Test]
    public void RunPartitions_OnePipelinePerPartition_StateIsThePartitionsOwn()
    {
        var topic = NewTopic(3, numbers: 300);

        var results = Run(Options(topic), LastTwo);

        Assert.That(results, Has.Count.EqualTo(300));
        foreach (var partition in results.GroupBy(each => each.Partition))
        {
            Assert.That(
                partition.Select(each => each.Sequence), Is.EqualTo(Enumerable.Range(1, 100).Select(n => (long)n)));
            Assert.That(partition.Last().Value, Is.EqualTo($"{297 + partition.Key},{294 + partition.Key}"));
        }
    }

    [Test]
    public void RunPartitions_WithStore_GoesOnWithItsState()
    {
        var topic = NewTopic(2, numbers: 10);
        var store = new InMemorySnapshotStore();
        var options = Options(topic) with
        {
            Store = store,
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(300)),
        };
        var first = Run(options, LastTwo);
        TestTopic.WriteNumbers(Settings, topic, 2, 10, first: 10);

        var second = Run(options, LastTwo);

        Assert.That(first, Has.Count.EqualTo(10));
        Assert.That(second.Select(each => (each.Partition, each.Sequence)), Is.EquivalentTo(
            Enumerable.Range(6, 5).SelectMany(n => new[] { (0, (long)n), (1, n) })));
        Assert.That(second.First(each => each.Partition == 0).Value, Is.EqualTo("10,8"));
    }

    [Test]
    public void RunPartitions_InputWasOverBefore_CompletesAgainWithTheSameResults()
    {
        var options = Options(NewTopic(2, numbers: 10)) with
        {
            Store = new InMemorySnapshotStore(),
            End = KafkaEnd.When(Task.CompletedTask),
        };

        var first = Run(options, CountAtEnd);
        var second = Run(options, CountAtEnd);

        Assert.That(first.Select(each => (each.Sequence, each.Value)), Is.EqualTo(new[] { (1L, "5"), (1L, "5") }));
        Assert.That(second, Is.EquivalentTo(first));
    }

    [Test]
    public void RunPartitions_MoreRecordsAfterCompletion_IsAnErrorThatSaysSo()
    {
        var topic = NewTopic(1, numbers: 10);
        var options = Options(topic) with { Store = new InMemorySnapshotStore() };
        Run(options, CountAtEnd);
        TestTopic.WriteNumbers(Settings, topic, 1, 1);
        var goOn = options with { End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(1)) };

        foreach (var each in new[] { options, goOn })
        {
            var failure = Assert.Throws<KafkaFailureException>(() => Run(each, CountAtEnd));
            Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.Checkpoint));
            Assert.That(failure.Message, Does.Contain("was completed at offset 10"));
        }
    }

    [Test]
    public void RunPartitions_ObserverFails_ResultsComeAgainWithTheSameNumbers()
    {
        var topic = NewTopic(1, numbers: 5000);
        var options = Options(topic) with
        {
            Store = new InMemorySnapshotStore(),
            CommitInterval = TimeSpan.FromMilliseconds(10),
        };
        var seen = new SortedDictionary<long, string>();
        var restarts = 0;
        for (var stopAt = 700; ; stopAt += 700)
        {
            try
            {
                KafkaSource.RunPartitions(Settings, options, TestTopic.Numbers, LastTwo).Do(each =>
                {
                    Assert.That(seen.GetValueOrDefault(each.Sequence, each.Value), Is.EqualTo(each.Value));
                    seen[each.Sequence] = each.Value;
                    if (seen.Count >= stopAt)
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

        Assert.That(restarts, Is.GreaterThan(3));
        Assert.That(seen.Keys, Is.EqualTo(Enumerable.Range(1, 5000).Select(n => (long)n)));
        Assert.That(seen.Values, Is.EqualTo(Enumerable.Range(0, 5000).Select(n => n == 0 ? "0" : $"{n},{n - 1}")));
    }

    [Test]
    public void RunPartitions_PipelineFailsOnARecord_NamesIt()
    {
        var topic = NewTopic(1, numbers: 10);

        Assert.That(
            () => Run(Options(topic), FailOn(5)),
            Throws.TypeOf<PartitionPipelineException>().With.Message.Contains($"{topic}[0]")
                .And.Message.Contains("offset 5")
                .And.Property(nameof(PartitionPipelineException.Topic)).EqualTo(topic)
                .And.Property(nameof(PartitionPipelineException.Partition)).Zero
                .And.Property(nameof(PartitionPipelineException.Offset)).EqualTo(5L));
    }

    [Test]
    public void RunPartitions_ContinueAfterFailure_GoesOnBehindThem()
    {
        var topic = NewTopic(2, numbers: 1000);
        var dead = new List<DeadLetter>();

        var results = KafkaSource.RunPartitions(
            Settings,
            Options(topic) with { ContinueAfterFailure = true },
            TestTopic.Numbers,
            records => FailOn(500, 502, 777)(records))
            .WithDeadLetters()
            .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
            .Results().ToList().Wait();

        Assert.That(dead.Select(each => each.RawText), Is.EquivalentTo(new[] { "500", "502", "777" }));
        Assert.That(results, Has.Count.EqualTo(997));
        Assert.That(results.GroupBy(each => each.Partition), Has.All.Matches<IGrouping<int, PartitionResult<string>>>(
            each => each!.Select(result => result.Sequence)
                .SequenceEqual(Enumerable.Range(1, each!.Count()).Select(n => (long)n))));
        Assert.That(results.Select(each => each.Value), Does.Contain("504,498").And.Contain("779,775"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void RunPartitions_StateIsSaved_OnlyOnceWhatWentOutIsConfirmed(bool toTheEnd)
    {
        var topic = NewTopic(2, numbers: 100);
        var (unconfirmed, saved) = (0, new List<int>());
        var options = Options(topic) with
        {
            Store = new WatchedStore(() => saved.Add(unconfirmed)),
            BeforeCommit = _ => unconfirmed = 0,
            IdleTimeout = TimeSpan.FromMilliseconds(100),
            End = toTheEnd ? KafkaEnd.EndOfTopic : KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(500)),
        };

        KafkaSource.RunPartitions(Settings, options, TestTopic.Numbers, LastTwo)
            .Do(_ => unconfirmed++).Timeout(Patience).ToList().Wait();

        Assert.That(saved, Is.Not.Empty.And.All.Zero);
    }

    [Test]
    public void RunPartitions_SlowRecords_AreSavedEveryCommitInterval()
    {
        const int Records = 100;
        var topic = NewTopic(1, numbers: Records);
        var clock = new JumpingClock();
        var saves = 0;
        var options = Options(topic) with
        {
            TimeProvider = clock,
            CommitInterval = TimeSpan.FromSeconds(10),
            Store = new WatchedStore(() => saves++),
        };

        Run(options, records => LastTwo(records.Do(_ => clock.Jump(TimeSpan.FromSeconds(1)))));

        Assert.That(saves, Is.GreaterThanOrEqualTo(Records / 10));
    }

    /// <summary>A record that cannot be read is no activity: junk between any two looks does not hold a bucket
    /// open.</summary>
    [Test]
    public async Task RunPartitions_NothingButJunkComes_BucketsCloseAsIfNothingCame()
    {
        var (hour, idle) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
        var (topic, clock) = (NewTopic(1), new JumpingClock());
        TestTopic.Write(Settings, topic, [(0, "20")]);
        var reports = 0;
        var options = Options(topic) with
        {
            End = KafkaEnd.Never,
            IdleTimeout = idle,
            TimeProvider = clock,
            ContinueAfterFailure = true,
            Progress = new OnProgress(each =>
            {
                if (reports++ % 2 == 0)
                {
                    TestTopic.Write(Settings, topic, [(0, "junk")]);
                }
                else
                {
                    clock.Jump(each.Records > 0 ? idle * 0.9 : TimeSpan.Zero);
                }
            }),
        };
        var perHour = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero };
        var bucket = await KafkaSource
            .RunPartitions(
                Settings,
                options with { Scheduler = NewThreadScheduler.Default },
                MinuteParser(),
                records => records.TrendBuckets(hour, each => each.Value, each => each.EventTime, perHour))
            .FirstAsync().ToTask().WaitAsync(Patience);

        Assert.That((bucket.Value.Start, bucket.Value.Total), Is.EqualTo((DateTimeOffset.UnixEpoch, 1.0)));
    }

    [Test]
    public async Task RunPartitions_TopicGoesQuiet_BucketsCloseWithTheClockWhileTheRunGoesOn()
    {
        var (hour, idle) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
        var (topic, clock) = (NewTopic(1), new JumpingClock());
        var (jumped, first) = (new List<TimeSpan>(), new TaskCompletionSource());

        // In small jumps: while the broker is asked the clock goes on.
        var jump = idle / 10;
        var options = Options(topic) with
        {
            End = KafkaEnd.Never,
            IdleTimeout = idle,
            TimeProvider = clock,
            Progress = new OnProgress(each => clock.Jump(each.Records > jumped.Count ? jump : TimeSpan.Zero)),
        };
        var perHour = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero };
        var reading = KafkaSource
            .RunPartitions(
                Settings,
                options with { Scheduler = NewThreadScheduler.Default },
                MinuteParser(),
                records => records.TrendBuckets(hour, each => each.Value, each => each.EventTime, perHour))
            .Do(_ =>
            {
                jumped.Add(clock.Jumped);
                first.TrySetResult();
            })
            .Take(2).ToList().ToTask();

        TestTopic.Write(Settings, topic, [(0, "20")]);
        await first.Task.WaitAsync(Patience);
        TestTopic.Write(Settings, topic, [(0, "100")]);
        var buckets = await reading.WaitAsync(Patience);

        Assert.That(
            buckets.Select(each => (each.Value.Start, each.Value.Total)),
            Is.EqualTo(new[] { (DateTimeOffset.UnixEpoch, 1.0), (DateTimeOffset.UnixEpoch + hour, 1.0) }));
        Assert.That(jumped[0], Is.AtLeast(TimeSpan.FromMinutes(40)), "from 20 minutes to the end of the hour");
        Assert.That(jumped[1] - jumped[0], Is.AtLeast(TimeSpan.FromMinutes(20)), "from 100 minutes to 120");
    }

    // The number is the event time, in minutes.
    private static IRecordParser<int> MinuteParser() => RecordParser.From(
        record => int.Parse(record.Message.Value, CultureInfo.InvariantCulture),
        minutes => DateTimeOffset.UnixEpoch.AddMinutes(minutes));

    private sealed class WatchedStore(Action onSave) : ISnapshotStore
    {
        private readonly InMemorySnapshotStore _store = new();

        public void Save(string name, long position, ReadOnlySpan<byte> snapshot)
        {
            onSave();
            _store.Save(name, position, snapshot);
        }

        public StoredSnapshots Load(string name) => _store.Load(name);

        public void Delete(string name) => _store.Delete(name);

        public IReadOnlyList<string> Names() => _store.Names();
    }

    private static IObservable<string> CountAtEnd(IObservable<KafkaRecord<int>> records) =>
        records.Select(each => each.Value).RunMachine(() => new CountAtEndMachine()).Select(count => $"{count}");

    private static IObservable<string> LastTwo(IObservable<KafkaRecord<int>> records) =>
        records.Select(each => each.Value).LastPerKey(2, _ => 0, n => n).Select(last => string.Join(',', last.Items));

    private static Func<IObservable<KafkaRecord<int>>, IObservable<string>> FailOn(params int[] numbers) =>
        records => LastTwo(records.Do(each =>
        {
            if (numbers.Contains(each.Value))
            {
                throw new InvalidOperationException("cannot take " + each.Value);
            }
        }));

    private static KafkaPipelineOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
        Group = topic + "-group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
    };

    private IList<PartitionResult<string>> Run(
        KafkaPipelineOptions options, Func<IObservable<KafkaRecord<int>>, IObservable<string>> pipeline) =>
        KafkaSource.RunPartitions(Settings, options, TestTopic.Numbers, pipeline)
            .Timeout(Patience).ToList().Wait();
}
