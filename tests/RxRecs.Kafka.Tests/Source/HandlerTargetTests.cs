using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Kafka.Source;

public sealed class HandlerTargetTests
{
    private const int Take = 0;
    private const int End = 1;
    private const int Revoke = 2;
    private const int Fail = 3;
    private static readonly TimeSpan Patience = Eventually.Patience;
    private static readonly KafkaHandlerOptions<KafkaRecord<int>> AtOnce = new() { CloseTimeout = TimeSpan.Zero };

    private static readonly Arbitrary<(int Seed, int Concurrency, int Pending, bool HasOrder, int[] Steps)> Cases =
        (from seed in Gen.Choose(0, int.MaxValue)
         from concurrency in Gen.Choose(1, 6)
         from pending in Gen.Choose(1, 12)
         from hasOrder in Gen.Elements(true, true, false)
         from count in Gen.Choose(0, 150)
         from steps in Gen.Frequency(
             (40, Gen.Constant(Take)), (40, Gen.Constant(End)), (2, Gen.Constant(Revoke)), (1, Gen.Constant(Fail)))
             .ArrayOf(count)
         select (seed, concurrency, pending, hasOrder, steps)).ToArbitrary();

    [Test]
    public void HandlerTarget_AnyOrderOfCompletion_CommitsUpToTheFirstRecordThatIsNotDone() =>
        Prop.ForAll(Cases, one =>
        {
            const int Partitions = 3;
            var random = new Random(one.Seed);
            using var run = new HandlerRun(Partitions, new KafkaHandlerOptions<KafkaRecord<int>>
            {
                MaxConcurrency = one.Concurrency,
                MaxPending = one.Pending,
                KeySelector = one.HasOrder ? static record => record.Key : static _ => null,
                CloseTimeout = TimeSpan.Zero,
            });
            var model = new Model(Partitions);
            foreach (var step in one.Steps.TakeWhile(_ => run.Failure is null))
            {
                var partition = random.Next(Partitions);
                if (step == Take && !run.IsPaused(partition))
                {
                    // Key 0 is none.
                    var key = random.Next(4);
                    model.Take(partition, one.HasOrder ? key : 0);
                    run.Take(partition, key);
                }
                else if (step is End or Fail && run.AtWork.Count > 0)
                {
                    var running = run.AtWork[random.Next(run.AtWork.Count)];
                    model.End(running, isDone: step == End);
                    run.End(running, step == End ? null : new FormatException("bad"));
                    var isFailure = step == Fail && !running.Token.IsCancellationRequested;
                    Assert.That(run.Failure is not null, Is.EqualTo(isFailure));
                }
                else if (step == Revoke)
                {
                    run.Settle(partition);
                    Assert.That(run.Save(partition), Is.EqualTo(model.Committed(partition)));
                    model.Revoke(partition);
                    run.TakeAway(partition);
                    run.Assign(partition, model.Committed(partition));
                }

                model.NoteStarted(run.AtWork);
                Assert.That(run.AtWork, Has.Count.LessThanOrEqualTo(one.Concurrency));
                for (var each = 0; each < Partitions; each++)
                {
                    Assert.That(run.Save(each), Is.EqualTo(model.Committed(each)));
                    Assert.That(model.Pending(each), Is.LessThanOrEqualTo(one.Pending));
                }
            }

            // All is handled in the end, whatever comes to its end first.
            while (run.Failure is null && run.AtWork.Count > 0)
            {
                var running = run.AtWork[random.Next(run.AtWork.Count)];
                model.End(running, isDone: true);
                run.End(running);
                model.NoteStarted(run.AtWork);
            }

            Assert.That(run.Failure is not null || !run.HasWorkUnderWay);
        }).Holds(cases: 500);

    [Test]
    public void Take_BoundIsReached_PartitionIsPausedUntilHalfOfItIsHandled()
    {
        using var run = new HandlerRun(1, new() { MaxPending = 4, MaxConcurrency = 1 });
        for (var number = 0; number < 4; number++)
        {
            Assert.That(run.IsPaused(0), Is.False);
            run.Take(0, key: 0);
        }

        Assert.That(run.IsPaused(0), Is.True);
        run.End(run.AtWork[0]);
        Assert.That(run.IsPaused(0), Is.True);
        run.End(run.AtWork[0]);
        Assert.That(run.IsPaused(0), Is.False);
    }

    [Test]
    public void Take_OneRecordHangs_NoMoreThanTheBoundIsReadBehindIt()
    {
        using var run = new HandlerRun(1, new() { MaxPending = 10, MaxConcurrency = 3 });
        run.Take(0, key: 0);
        var hanging = run.AtWork[0];
        for (; !run.IsPaused(0); run.End(run.AtWork[^1]))
        {
            run.Take(0, key: 0);
        }

        Assert.That((run.Values, run.Save(0)), Is.EqualTo((9, 0)));
        run.End(hanging);
        Assert.That((run.IsPaused(0), run.Save(0)), Is.EqualTo((false, 10)));
    }

    [Test]
    public void Settle_HandlerTakesTooLong_IsToldToStopAndNotCommitted()
    {
        using var run = new HandlerRun(2, AtOnce);
        run.Take(0, key: 1);
        run.Take(0, key: 2);
        run.Take(1, key: 3);
        var (first, second, elsewhere) = (run.AtWork[0], run.AtWork[1], run.AtWork[2]);
        run.End(second);

        run.Settle(0);

        Assert.That(run.Save(0), Is.Zero);
        Assert.That(run.Notices, Has.One.Contains("1 of topic[0] from 0"));
        Assert.That(Canceled(first) && !elsewhere.Token.IsCancellationRequested, Is.True);
        run.End(first, new IOException("interrupted"));
        Assert.That((run.Failure, run.Save(0)), Is.EqualTo((default(Exception), 0)));
    }

    [Test]
    public void Settle_HandlersAtWork_AreWaitedForWithThoseBeforeThemAndNoneBehindIsStarted()
    {
        using var run = new HandlerRun(1, new() { CloseTimeout = TimeSpan.FromMinutes(1) });
        run.Take(0, key: 1);
        run.Take(0, key: 1);
        run.Take(0, key: 2);
        run.Take(0, key: 2);
        var (first, third) = (run.AtWork[0], run.AtWork[1]);

        var settling = new Thread(() => run.Settle(0));
        settling.Start();
        Assert.That(
            Eventually.Is(() => settling.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience),
            Is.True,
            "it waits");
        run.End(third);
        Assert.That(settling.IsAlive, Is.True);
        run.End(first);
        Assert.That(settling.IsAlive, Is.True);
        Assert.That(run.AtWork.Select(each => each.Offset), Is.EqualTo(new[] { 1L }));
        run.End(run.AtWork[0]);
        Assert.That(settling.Join(Patience), Is.True);

        Assert.That((run.Save(0), run.AtWork.Count, run.Notices.Count), Is.EqualTo((3, 0, 0)));
    }

    [Test]
    public void Settle_NothingMayBeCommitted_HandlersAreToldAtOnce()
    {
        using var run = new HandlerRun(1, AtOnce);
        run.Take(0, key: 1);
        run.Settle(0, mayCommit: false);
        Assert.That(Canceled(run.AtWork[0]), Is.True);
    }

    [Test]
    public void TakeAway_HandlerGoesOn_TheSameKeyWaitsForIt()
    {
        using var run = new HandlerRun(1, AtOnce);
        run.Take(0, key: 1);
        run.Take(0, key: 1);
        var old = run.AtWork[0];
        run.TakeAway(0);
        run.Assign(0);
        run.Take(0, key: 1);
        Assert.That(run.AtWork, Is.EqualTo([old]));

        run.End(old);

        Assert.That(run.AtWork.Select(each => each.Offset), Is.EqualTo(new[] { 0L }));
        Assert.That(run.Save(0), Is.Zero, "what the old one did is not known to count");
    }

    [Test]
    public void End_HandlerFails_IsAnErrorThatNamesTheRecordAndStartsNothingMore()
    {
        using var run = new HandlerRun(1, new() { MaxConcurrency = 2 });
        for (var number = 0; number < 4; number++)
        {
            run.Take(0, key: 0);
        }

        var (first, second) = (run.AtWork[0], run.AtWork[1]);
        run.End(second, new FormatException("bad"));
        run.End(first);

        var failure = run.Failure as PartitionPipelineException;
        Assert.That(failure, Is.Not.Null);
        Assert.That((failure!.Topic, failure.Partition, failure.Offset), Is.EqualTo(("topic", 0, (long?)1)));
        Assert.That(failure.InnerException, Is.InstanceOf<FormatException>());
        Assert.That((run.AtWork.Count, run.Save(0)), Is.EqualTo((0, 1)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void End_HandlerIsCanceled_IsAFailureUnlessTheRunIs(bool isRunCanceled)
    {
        using var run = new HandlerRun(1, AtOnce);
        run.Take(0, key: 1);
        run.IsCanceled = isRunCanceled;
        run.End(run.AtWork[0], new OperationCanceledException());

        Assert.That(run.Failure is null, Is.EqualTo(isRunCanceled));
        Assert.That(run.Save(0), Is.Zero);
    }

    [Test]
    public void Take_KeySelectorFails_IsAFailureOfTheRecord()
    {
        using var run = new HandlerRun(
            1, new() { KeySelector = record => record.Value == 2 ? throw new FormatException("no key") : record.Key });
        run.Take(0, key: 1);
        run.Take(0, key: 2);
        run.End(run.AtWork[0]);

        Assert.That((run.Failure as PartitionPipelineException)?.Offset, Is.EqualTo(1));
        Assert.That(run.Save(0), Is.EqualTo(1));
    }

    [Test]
    public void Save_ARecordIsNotHandledForLong_TheUserIsTold()
    {
        using var run = new HandlerRun(1, AtOnce);
        run.Take(0, key: 1);
        run.Save(0);
        Assert.That(run.Notices, Is.Empty);

        run.Clock.Jump(TimeSpan.FromSeconds(40));
        run.Save(0);

        Assert.That(
            run.Notices, Has.One.StartsWith("The record of topic[0] at offset 0 has not been handled for 40 s"));
    }

    [Test]
    public void Save_HandlerEndsWhileSinksConfirm_IsNotCommittedYet()
    {
        using var run = new HandlerRun(1, AtOnce);
        run.Take(0, key: 1);
        run.NoteProcessed(0);
        run.End(run.AtWork[0]); // what it has given to a sink may not be confirmed

        Assert.That(run.SaveNoted(0), Is.Zero);
        Assert.That(run.Save(0), Is.EqualTo(1));
    }

    // Tokens are canceled on another thread.
    private static bool Canceled(HandlerRun.Running running) =>
        running.Token.WaitHandle.WaitOne(Patience);

    /// <summary>Gives what a list of records says, with nothing of the target's own.</summary>
    private sealed class Model(int partitions)
    {
        private readonly List<Entry> _entries = [];
        private readonly long[] _next = new long[partitions];
        private readonly int[] _generation = new int[partitions];
        private readonly HashSet<TaskCompletionSource> _seen = [];

        public void Take(int partition, int key) =>
            _entries.Add(new Entry(partition, _generation[partition], _next[partition]++, key));

        public void NoteStarted(IEnumerable<HandlerRun.Running> atWork)
        {
            foreach (var running in atWork.Where(each => _seen.Add(each.Task)))
            {
                var entry = _entries.Single(each =>
                    IsOf(each, running) && each.Running is null && each.IsLive(_generation));
                entry.Running = running.Task;
                var before = _entries.TakeWhile(each => each != entry)
                    .Where(each => each.Key == entry.Key && entry.Key > 0 && !each.IsOver && each.IsLive(_generation));
                Assert.That(before, Is.Empty, "in the order of its key");
            }

            var keys = _entries.Where(each => each is { Running: not null, IsOver: false, Key: > 0 })
                .Select(each => each.Key).ToList();
            Assert.That(keys, Is.Unique, "one at a time of each key");
        }

        public void End(HandlerRun.Running running, bool isDone)
        {
            var entry = _entries.Single(each => each.Running == running.Task);
            (entry.IsOver, entry.IsDone) = (true, isDone);
        }

        public void Revoke(int partition)
        {
            _next[partition] = Committed(partition);
            _generation[partition]++;
        }

        public long Committed(int partition) =>
            Open(partition).Select(each => each.Offset).DefaultIfEmpty(_next[partition]).First();

        public long Pending(int partition) => _next[partition] - Committed(partition);

        private IEnumerable<Entry> Open(int partition) =>
            _entries.Where(each => each.Partition == partition && !each.IsDone && each.IsLive(_generation));

        private static bool IsOf(Entry entry, HandlerRun.Running running) =>
            (entry.Partition, entry.Offset) == (running.Partition, running.Offset);

        private sealed class Entry(int partition, int generation, long offset, int key)
        {
            public int Partition => partition;

            public long Offset => offset;

            public int Key => key;

            public TaskCompletionSource? Running { get; set; }

            public bool IsOver { get; set; }

            public bool IsDone { get; set; }

            public bool IsLive(int[] generations) => generations[partition] == generation;
        }
    }
}
