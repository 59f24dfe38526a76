using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.Source;

/// <summary>An asynchronous handler over a broker: what it has done is committed, whatever ends the run.</summary>
public sealed class HandleAsyncTests : BrokerTests
{
    private const int Records = 600;
    private const int Partitions = 3;

    [Test]
    public async Task EndOfTopic_HandlersEndLater_EachIsHandledOnceAndAllIsCommitted()
    {
        var options = Options(NewTopic(Partitions, Records)) with { End = KafkaEnd.EndOfTopic };
        var (all, most) = (new Tally(), 0);

        var counts = await Run(options, async (record, _) =>
        {
            Most(ref most, all.Enter());
            await Task.Yield();
            all.Leave(record.Value);
        });

        Assert.That(counts, Is.EqualTo(new ReadCounts(Records, 0)));
        Assert.That(all.Done, Is.EquivalentTo(Enumerable.Range(0, Records)));
        Assert.That(most, Is.LessThanOrEqualTo(16));
        Assert.That(Rest(options), Is.Empty);
    }

    [Test]
    public async Task Order_ByDefault_IsThatOfTheRecordsKeys()
    {
        // The key of a test topic's record is its partition.
        var options = Options(NewTopic(Partitions, Records)) with { End = KafkaEnd.EndOfTopic };
        var orders = Enumerable.Range(0, Partitions).Select(_ => new List<long>()).ToList();

        await Run(options, async (record, _) =>
        {
            await Task.Yield();
            orders[record.Partition].Add(record.Offset);
        });

        var inOrder = Enumerable.Range(0, Records / Partitions).Select(n => (long)n);
        Assert.That(orders, Is.All.EqualTo(inOrder));
    }

    [Test]
    public async Task Token_HandlersAtWork_EndsWithoutAnErrorAndTheyAreCommitted()
    {
        var options = Options(NewTopic(1, Records));
        using var stop = new CancellationTokenSource();
        var (gate, started, done) = (new TaskCompletionSource(), 0, new ConcurrentQueue<int>());

        var run = Run(
            options,
            async (record, _) =>
            {
                Interlocked.Increment(ref started);
                await gate.Task;
                done.Enqueue(record.Value);
            },
            new() { KeySelector = static _ => null, MaxConcurrency = 5 },
            stop.Token);
        Assert.That(Eventually.Is(() => Volatile.Read(ref started) == 5, Patience), Is.True);
        await stop.CancelAsync();
        gate.SetResult();
        var counts = await run.WaitAsync(Patience);

        Assert.That(run.IsCompletedSuccessfully, Is.True);
        Assert.That(counts.Values, Is.EqualTo(done.Count).And.GreaterThanOrEqualTo(5));
        Assert.That(done.Concat(Rest(options)).Order(), Is.EqualTo(Enumerable.Range(0, Records)), "nothing twice");
    }

    [Test]
    public async Task Token_AHandlerHangs_IsToldAndTheRunEndsAndItsRecordComesAgain()
    {
        var options = Options(NewTopic(1, Records));
        using var stop = new CancellationTokenSource();
        var notices = new ConcurrentQueue<string>();
        var (hanging, done) = (new TaskCompletionSource(), 0);

        var run = Run(
            options with { Notices = Observer.Create<KafkaNotice>(each => notices.Enqueue(each.Text)) },
            async (record, token) =>
            {
                if (record.Value == 3)
                {
                    await using var _ = token.Register(hanging.SetResult);
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                }

                Interlocked.Increment(ref done);
            },
            new() { KeySelector = static _ => null, CloseTimeout = TimeSpan.FromMilliseconds(100) },
            stop.Token);
        Assert.That(Eventually.Is(() => Volatile.Read(ref done) == Records - 1, Patience), Is.True);
        await stop.CancelAsync();
        await run.WaitAsync(Patience);

        await hanging.Task.WaitAsync(Patience);
        Assert.That(notices, Has.Some.Contains("1 of events[0] from 3"));
        Assert.That(Rest(options), Is.EqualTo(Enumerable.Range(3, Records - 3)));
    }

    [Test]
    public async Task AfterQuiet_AHandlerTakesLonger_IsWaitedFor()
    {
        var options = Options(NewTopic(1, 5)) with { End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(200)) };
        var (gate, reports) = (new TaskCompletionSource(), 0);
        var run = Run(
            options with
            {
                Progress = new OnProgress(_ =>
                {
                    // Once a second: it has been quiet for long when the second comes.
                    if (++reports == 3)
                    {
                        gate.SetResult();
                    }
                }),
            },
            (_, _) => gate.Task);

        var counts = await run.WaitAsync(Patience);

        Assert.That((counts.Values, gate.Task.IsCompleted), Is.EqualTo((5, true)));
        Assert.That(Rest(options), Is.Empty);
    }

    [Test]
    public async Task BeforeCommit_ThrowsOnce_NothingIsCommittedAndTheRunEndsWithThat()
    {
        var options = Options(NewTopic(1, 5));
        var run = Run(
            options with { BeforeCommit = _ => throw new IOException("not confirmed") }, (_, _) => Task.CompletedTask);

        await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(Patience));

        Assert.That(Rest(options), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Token_CanceledBefore_EndsWithoutReading()
    {
        var options = Options(NewTopic(1, Records));
        var counts = await Run(options, (_, _) => Task.CompletedTask, stop: new CancellationToken(canceled: true));
        Assert.That(counts, Is.EqualTo(default(ReadCounts)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Handler_Fails_EndsWithTheRecordAndCommitsWhatIsBeforeIt(bool isAtOnce)
    {
        const int Bad = 240;
        var options = Options(NewTopic(Partitions, Records));
        var done = new ConcurrentQueue<int>();

        var failure = await Assert.ThrowsAsync<PartitionPipelineException>(() => Run(options, (record, _) =>
            record.Value == Bad && isAtOnce ? throw new FormatException("bad") : Handle(record)));

        Assert.That(
            (failure!.Topic, failure.Partition, failure.Offset), Is.EqualTo((options.Topics.First(), 0, (long?)80)));
        Assert.That(failure.InnerException, Is.InstanceOf<FormatException>());
        var rest = Rest(options);
        Assert.That(rest.Where(value => value % Partitions == 0), Is.EqualTo(
            Enumerable.Range(0, Records).Where(value => value >= Bad && value % Partitions == 0)));
        Assert.That(done.Concat(rest).Order(), Is.EqualTo(Enumerable.Range(0, Records)), "nothing twice");

        async Task Handle(KafkaRecord<int> record)
        {
            await Task.Yield();
            if (record.Value == Bad)
            {
                throw new FormatException("bad");
            }

            done.Enqueue(record.Value);
        }
    }

    [Test]
    public async Task DeadLetters_Among_GoToTheirTakerAndAreCommitted()
    {
        var topic = NewTopic(1, numbers: 5);
        TestTopic.Write(Settings, topic, [(0, "no number"), (0, "7")]);
        var options = Options(topic) with { End = KafkaEnd.EndOfTopic };
        var letters = new ConcurrentQueue<DeadLetter>();

        var counts = await Run(
            options, (_, _) => Task.CompletedTask, new() { DeadLetters = letters.Enqueue });

        Assert.That(counts, Is.EqualTo(new ReadCounts(6, 1)));
        Assert.That(letters.Single().Position, Is.EqualTo(5));
        Assert.That(Rest(options), Is.Empty);
    }

    [Test]
    public async Task DeadLetters_TheirTakerFails_TheRunEndsWithThat()
    {
        var topic = NewTopic(1);
        TestTopic.Write(Settings, topic, [(0, "no number")]);
        var run = Run(
            Options(topic), (_, _) => Task.CompletedTask, new() { DeadLetters = _ => throw new IOException("full") });
        await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(Patience));
    }

    [Test]
    public async Task Revocation_HandlersAtWork_AreFinishedBeforeAnotherMemberHasTheirRecords()
    {
        var options = Options(NewTopic(4, 4_000));
        var (all, overlaps) = (new Tally(), 0);
        var atWork = new ConcurrentDictionary<int, int>();
        using var permits = new SemaphoreSlim(0);
        async Task Handle(KafkaRecord<int> record, CancellationToken token)
        {
            // The key is the partition's: one at a time, whoever has it.
            Interlocked.Add(ref overlaps, atWork.TryAdd(record.Partition, 0) ? 0 : 1);
            await permits.WaitAsync(CancellationToken.None);
            atWork.TryRemove(record.Partition, out _);
            all.Enter();
            all.Leave(record.Value);
        }

        using var stop = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        var first = Run(options, Handle, stop: stop.Token);
        Assert.That(Eventually.Is(() => LetGo(1) && all.Done.Count > 100, Patience), Is.True);
        var others = 0;
        var second = Run(
            options,
            (record, token) =>
            {
                Interlocked.Increment(ref others);
                return Handle(record, token);
            },
            stop: leave.Token);
        Assert.That(Eventually.Is(() => LetGo(1) && Volatile.Read(ref others) > 0, Patience), Is.True);
        LetGo(8_000);
        Assert.That(Eventually.Is(() => Volatile.Read(ref others) > 100, Patience), Is.True);
        await leave.CancelAsync();
        await second.WaitAsync(Patience);
        Assert.That(Eventually.Is(() => all.Done.Distinct().Count() == 4_000, Patience), Is.True);
        await stop.CancelAsync();
        await first.WaitAsync(Patience);

        Assert.That((all.Done.Count, overlaps), Is.EqualTo((4_000, 0)), "nothing twice, one at a time");

        // Enough is left once the second has joined: a record is done with each look, and not before.
        bool LetGo(int records)
        {
            permits.Release(records);
            return true;
        }
    }

    [Test]
    public async Task SlowHandler_LongerThanMaxPollInterval_KeepsItsMember()
    {
        var options = Options(NewTopic(2, 200)) with
        {
            MaxPollInterval = TimeSpan.FromSeconds(6),
            SessionTimeout = TimeSpan.FromSeconds(6),
            End = KafkaEnd.EndOfTopic,
        };
        var (polls, seen, polledLong) = (0, new ConcurrentQueue<int>(), NewSignal());
        var watched = options with
        {
            Progress = new OnProgress(_ =>
            {
                if (++polls == 9)
                {
                    polledLong.SetResult();
                }
            }),
        };

        // Each holds its partition for longer than the group waits for a member that does not poll.
        await Run(
            watched,
            async (record, _) =>
            {
                await (record.Offset == 0 ? polledLong.Task : Task.CompletedTask);
                seen.Enqueue(record.Value);
            },
            new() { MaxPending = 5, CloseTimeout = TimeSpan.FromSeconds(5) }).WaitAsync(Patience);

        Assert.That(seen.Order(), Is.EqualTo(Enumerable.Range(0, 200)), "nothing twice");
    }

    [Test]
    public void Options_ThatContradict_AreRefusedAtOnce()
    {
        var options = Options("events");
        Assert.That(
            () => Run(options, (_, _) => Task.CompletedTask, new() { CloseTimeout = options.MaxPollInterval }),
            Throws.ArgumentException.With.Message.Contains("MaxPollInterval"));
        Assert.That(
            () => Run(
                new KafkaPipelineOptions
                {
                    Topics = ["events"],
                    Start = KafkaStart.Beginning,
                    Group = "group",
                    Store = new InMemorySnapshotStore(),
                },
                (_, _) => Task.CompletedTask),
            Throws.ArgumentException.With.Message.Contains("Store"));
        Assert.That(() => Run(options, null!), Throws.ArgumentNullException);
    }

    private Task<ReadCounts> Run(
        KafkaSourceOptions options,
        Func<KafkaRecord<int>, CancellationToken, Task> handler,
        KafkaHandlerOptions<KafkaRecord<int>>? handling = null,
        CancellationToken stop = default) =>
        KafkaSource.HandleAsync(Settings, options, TestTopic.Numbers, handler, handling, stop);

    private static KafkaSourceOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = "group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        SessionTimeout = TimeSpan.FromSeconds(3),
        CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    // What the next reader of the group gets.
    private List<int> Rest(KafkaSourceOptions options) =>
        [.. KafkaSource.FromTopics(Settings, options with { End = KafkaEnd.EndOfTopic }, TestTopic.Numbers)
            .Select(each => each.Value).Timeout(Patience).ToList().Wait().Order()];

    private static void Most(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Tally
    {
        private int _atWork;

        public ConcurrentQueue<int> Done { get; } = new();

        public int Enter() => Interlocked.Increment(ref _atWork);

        public void Leave(int value)
        {
            Done.Enqueue(value);
            Interlocked.Decrement(ref _atWork);
        }
    }
}
