using System.Collections.Concurrent;
using System.Globalization;
using System.Reactive;
using System.Reactive.Linq;
using RxRecs.Kafka.Tests.Faults;
using RxRecs.Machines;

namespace RxRecs.Kafka.Source;

/// <summary>An asynchronous handler of results over a broker: what is saved has been handled, whatever ends the
/// run.</summary>
public sealed class HandleResultsAsyncTests : BrokerTests
{
    private const int Records = 600;
    private const int Partitions = 3;

    [TestCase(true)]
    [TestCase(false)]
    public async Task EndOfTopic_HandlersEndLater_EachResultIsHandledOnceAndAllIsCommitted(bool hasStore)
    {
        var options = Options(NewTopic(Partitions, Records), hasStore) with { End = KafkaEnd.EndOfTopic };
        var done = new ConcurrentQueue<PartitionResult<string>>();

        var counts = await Run(options, async (result, _) =>
        {
            await Task.Yield();
            done.Enqueue(result);
        });

        Assert.That(counts, Is.EqualTo(new ReadCounts(Records, 0)));
        var orders = done.GroupBy(static each => each.Partition).ToList();
        Assert.That(orders, Has.Count.EqualTo(Partitions));
        foreach (var partition in orders)
        {
            // The last is the pipeline's at its completion.
            Assert.That(partition.Select(static each => each.Sequence), Is.EqualTo(
                Enumerable.Range(1, (Records / Partitions) + 1).Select(static n => (long)n)));
            Assert.That(partition.Last().Value, Is.EqualTo($"{Records / Partitions} in all"));
        }

        Assert.That(Rest(options), Is.Empty);
    }

    [Test]
    public async Task Token_AtRandomMoments_EachResultIsHandledOnceAndInTheOrderOfItsKey()
    {
        var options = Options(NewTopic(Partitions, 3_000), hasStore: true);
        var (random, done) = (new Random(5), new ConcurrentQueue<PartitionResult<string>>());
        while (done.Count < 3_000)
        {
            using var stop = new CancellationTokenSource();
            var last = done.Count + random.Next(1, 400);
            await Run(
                options,
                async (result, _) =>
                {
                    await Task.Yield();
                    done.Enqueue(result);
                    if (done.Count >= Math.Min(last, 3_000))
                    {
                        await stop.CancelAsync();
                    }
                },
                new() { KeySelector = static result => (result.Partition, result.Value[^1]) },
                stop.Token).WaitAsync(Patience);
        }

        Assert.That(
            done.Select(static each => (each.Partition, each.Sequence)).Distinct().Count(), Is.EqualTo(done.Count));
        foreach (var key in done.GroupBy(static each => (each.Partition, each.Value[^1])))
        {
            Assert.That(key.Select(static each => each.Sequence), Is.Ordered);
        }
    }

    [Test]
    public async Task Handler_Fails_EndsWithTheResultAndTheNextRunBeginsWithIt()
    {
        const int Bad = 120;
        var options = Options(NewTopic(1, Records), hasStore: true);
        var done = new ConcurrentQueue<long>();

        var failure = await Assert.ThrowsAsync<PartitionPipelineException>(
            () => Run(options, (result, _) => Handle(result, bad: Bad)).WaitAsync(Patience));
        await Run(options with { End = KafkaEnd.EndOfTopic }, (result, _) => Handle(result, bad: 0)).WaitAsync(Patience);

        Assert.That(failure!.Message, Does.Contain("number 120"));
        Assert.That((failure.Partition, failure.Offset), Is.EqualTo((0, (long?)119)));
        Assert.That(done, Is.EqualTo(Enumerable.Range(1, Records + 1).Select(static n => (long)n)), "nothing twice");

        async Task Handle(PartitionResult<string> result, int bad)
        {
            await Task.Yield();
            if (result.Sequence == bad)
            {
                throw new FormatException("bad");
            }

            done.Enqueue(result.Sequence);
        }
    }

    [Test]
    public async Task Token_AHandlerHangs_IsToldAndTheRunEndsAndItsResultComesAgain()
    {
        var options = Options(NewTopic(1, Records), hasStore: true);
        using var stop = new CancellationTokenSource();
        var (hanging, done) = (new TaskCompletionSource(), new ConcurrentQueue<long>());

        var run = Run(
            options,
            async (result, token) =>
            {
                if (result.Sequence == 4)
                {
                    await using var _ = token.Register(hanging.SetResult);
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                }

                done.Enqueue(result.Sequence);
            },
            new() { KeySelector = static _ => null, CloseTimeout = TimeSpan.FromMilliseconds(100) },
            stop.Token);
        Assert.That(Eventually.Is(() => done.Count == Records - 1, Patience), Is.True);
        await stop.CancelAsync();
        await run.WaitAsync(Patience);
        await hanging.Task.WaitAsync(Patience);
        done.Clear();
        await Run(
            options with { End = KafkaEnd.EndOfTopic },
            (result, _) =>
            {
                done.Enqueue(result.Sequence);
                return Task.CompletedTask;
            }).WaitAsync(Patience);

        Assert.That(done, Is.EqualTo(Enumerable.Range(4, Records + 1 - 3).Select(static n => (long)n)));
    }

    [Test]
    public async Task SlowHandler_LongerThanMaxPollInterval_KeepsItsMember()
    {
        var options = Options(NewTopic(2, 200), hasStore: true) with
        {
            MaxPollInterval = TimeSpan.FromSeconds(6),
            SessionTimeout = TimeSpan.FromSeconds(6),
            End = KafkaEnd.EndOfTopic,
        };
        var (polls, seen, polledLong) = (0, new ConcurrentQueue<(int, long)>(), NewSignal());
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
            async (result, _) =>
            {
                await (result.Sequence == 1 ? polledLong.Task : Task.CompletedTask);
                seen.Enqueue((result.Partition, result.Sequence));
            },
            new() { MaxPending = 5, CloseTimeout = TimeSpan.FromSeconds(5) }).WaitAsync(Patience);

        Assert.That(seen.Distinct().Count(), Is.EqualTo(202));
        Assert.That(seen, Has.Count.EqualTo(202), "nothing twice");
    }

    [Test]
    public async Task Revocation_HandlersAtWork_AreFinishedBeforeAnotherMemberGoesOn()
    {
        const int All = 4_000;
        var options = Options(NewTopic(4, All), hasStore: true);
        var (done, others, atWork, overlaps) = (
            new ConcurrentQueue<(int, long)>(), 0, new ConcurrentDictionary<int, int>(), 0);
        using var stop = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        using var permits = new SemaphoreSlim(0);

        var first = Run(options, Handle, stop: stop.Token);
        Assert.That(Eventually.Is(() => LetGo(1) && done.Count > 100, Patience), Is.True);
        var second = Run(
            options,
            (result, token) =>
            {
                Interlocked.Increment(ref others);
                return Handle(result, token);
            },
            stop: leave.Token);
        Assert.That(Eventually.Is(() => LetGo(1) && Volatile.Read(ref others) > 0, Patience), Is.True);
        LetGo(2 * All);
        Assert.That(Eventually.Is(() => Volatile.Read(ref others) > 100, Patience), Is.True);
        await leave.CancelAsync();
        await second.WaitAsync(Patience);
        Assert.That(Eventually.Is(() => done.Distinct().Count() == All, Patience), Is.True);
        await stop.CancelAsync();
        await first.WaitAsync(Patience);

        Assert.That((done.Count, overlaps), Is.EqualTo((All, 0)), "nothing twice, one at a time");

        async Task Handle(PartitionResult<string> result, CancellationToken token)
        {
            Interlocked.Add(ref overlaps, atWork.TryAdd(result.Partition, 0) ? 0 : 1);
            await permits.WaitAsync(CancellationToken.None);
            atWork.TryRemove(result.Partition, out _);
            done.Enqueue((result.Partition, result.Sequence));
        }

        // Enough is left once the second has joined: a result is done with each look, and not before.
        bool LetGo(int results)
        {
            permits.Release(results);
            return true;
        }
    }

    [Test]
    public async Task AfterQuiet_WithoutStore_TheResultsOfTheCompletionAreWaitedFor()
    {
        var options = Options(NewTopic(1, 5), hasStore: false) with
        {
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(200)),
            SessionTimeout = TimeSpan.FromSeconds(6),
            MaxPollInterval = TimeSpan.FromSeconds(6),
        };
        var (done, waits, mayEnd) = (new ConcurrentQueue<string>(), NewSignal(), NewSignal());

        var run = Run(
            options with
            {
                // The loop waits, and another thread polls meanwhile.
                Notices = Observer.Create<KafkaNotice>(each =>
                {
                    if (each.Kind == KafkaNoticeKind.SlowPipeline)
                    {
                        waits.TrySetResult();
                    }
                }),
            },
            async (result, _) =>
            {
                await (result.Sequence == 6 ? mayEnd.Task : Task.CompletedTask);
                done.Enqueue(result.Value);
            },
            new() { CloseTimeout = TimeSpan.FromMilliseconds(10) });
        var first = await Task.WhenAny(run, waits.Task).WaitAsync(Patience);
        mayEnd.SetResult();
        await run.WaitAsync(Patience);

        Assert.That(first, Is.SameAs(waits.Task), "the run does not end before its last handler has");
        Assert.That(done.Last(), Is.EqualTo("5 in all"));
    }

    [Test]
    public void Arguments_ThatCannotBe_AreRefusedAtOnce()
    {
        var options = Options("events", hasStore: true);
        Assert.That(
            () => Run(options, (_, _) => Task.CompletedTask, new() { CloseTimeout = options.MaxPollInterval }),
            Throws.ArgumentException.With.Message.Contains("MaxPollInterval"));
        Assert.That(
            () => Run(options with { Group = null }, (_, _) => Task.CompletedTask),
            Throws.ArgumentException.With.Message.Contains("Name"));
        Assert.That(() => Run(options, null!), Throws.ArgumentNullException);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<ReadCounts> Run(
        KafkaPipelineOptions options,
        Func<PartitionResult<string>, CancellationToken, Task> handler,
        KafkaHandlerOptions<PartitionResult<string>>? handling = null,
        CancellationToken stop = default) =>
        KafkaSource.HandleResultsAsync(
            Settings, options, TestTopic.Numbers, LastAndCount, handler, handling, stop);

    private static KafkaPipelineOptions Options(string topic, bool hasStore) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = "group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        SessionTimeout = TimeSpan.FromSeconds(3),
        CommitInterval = TimeSpan.FromMilliseconds(50),
        Store = hasStore ? new InMemorySnapshotStore() : null,
    };

    // What the next reader of the group gets.
    private List<int> Rest(KafkaPipelineOptions options) =>
        [.. KafkaSource
            .FromTopics(
                Settings, options with { Store = null, End = KafkaEnd.EndOfTopic }, TestTopic.Numbers)
            .Select(each => each.Value).Timeout(Patience).ToList().Wait()];

    private static IObservable<string> LastAndCount(IObservable<KafkaRecord<int>> records) => records
        .Select(static each => each.Value)
        .Publish(static numbers => Observable.Merge(
            numbers.LastPerKey(1, static _ => 0, static n => n)
                .Select(static last => last.Items[0].ToString(CultureInfo.InvariantCulture)),
            numbers.RunMachine(static () => new CountAtEndMachine()).Select(static count => $"{count} in all")));
}
