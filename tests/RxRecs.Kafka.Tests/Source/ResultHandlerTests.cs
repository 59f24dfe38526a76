using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Kafka.Source;

/// <summary>Results of a pipeline that go to an asynchronous handler, without a broker and on one thread.</summary>
public sealed class ResultHandlerTests
{
    private const int Bad = 13;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Arbitrary<(int Seed, int Concurrency, int Pending, bool HasOrder, Step[] Steps)> Cases =
        (from seed in Gen.Choose(0, int.MaxValue)
         from concurrency in Gen.Choose(1, 6)
         from pending in Gen.Choose(1, 12)
         from hasOrder in Gen.Elements(true, true, false)
         from count in Gen.Choose(0, 200)
         from steps in Gen.Frequency(
             (40, Gen.Constant(Step.Take)), (40, Gen.Constant(Step.End)), (15, Gen.Constant(Step.Commit)),
             (4, Gen.Constant(Step.Quiet)), (2, Gen.Constant(Step.Kill)), (2, Gen.Constant(Step.Stop)),
             (1, Gen.Constant(Step.Fail)))
             .ArrayOf(count)
         select (seed, concurrency, pending, hasOrder, steps)).ToArbitrary();

    private enum Step
    {
        Take,
        End,
        Commit,
        Quiet,
        Kill,
        Stop,
        Fail,
    }

    [Test]
    public void HandleResults_KilledAtAnyMoment_EachResultIsHandledAndNoneIsSavedBefore() =>
        Prop.ForAll(Cases, one =>
        {
            var random = new Random(one.Seed);
            var topic = Topic(random);
            var store = new InMemorySnapshotStore();
            var done = new SortedDictionary<long, string>();
            var (handlers, run) = Begin();
            var read = 0;
            foreach (var step in one.Steps)
            {
                switch (step)
                {
                    case Step.Take when run.Next < topic.Length && !run.IsPaused:
                        run.Take(topic, run.Next + 1);
                        read = Math.Max(read, run.Next);
                        break;
                    case Step.End or Step.Fail when handlers.AtWork.Count > 0:
                        handlers.End(
                            handlers.AtWork[random.Next(handlers.AtWork.Count)],
                            step == Step.End ? null : new FormatException("bad"));
                        break;
                    case Step.Quiet when run.Next == read:
                        // There is nothing more, as far as anybody has read.
                        run.Quiet(2 * Hour);
                        break;
                    case Step.Commit:
                        run.Save();
                        break;
                    case Step.Stop:
                        Stop();
                        break;
                    case Step.Kill:
                        (handlers, run) = Begin();
                        break;
                }

                if (run.Failure is not null)
                {
                    Stop();
                }

                run.Look();
                handlers.Start();
                AssertNothingIsSavedBefore(store, done);
            }

            for (; run.Next < topic.Length; EndAll())
            {
                run.Take(topic, run.Next + 1);
            }

            run.CompleteAt(topic.Length);
            EndAll();
            Assert.That(run.HasWorkUnderWay, Is.False);
            Assert.That(run.Save(), Is.EqualTo(topic.Length));

            Assert.That(done.Keys, Is.EqualTo(Enumerable.Range(1, done.Count).Select(n => (long)n)));
            Assert.That(done.Values.Where(each => each.StartsWith("last", StringComparison.Ordinal)), Is.EqualTo(
                topic.Where(each => each.Value != Bad).Select(each => $"last {each.Value}")));
            if (!one.Steps.Contains(Step.Quiet))
            {
                Assert.That(done, Is.EqualTo(Uninterrupted(topic)));
            }

            (ResultHandlers Handlers, PipelineRun Run) Begin()
            {
                var begun = new ResultHandlers(one.Concurrency, one.Pending, one.HasOrder) { Done = done };
                var next = new PipelineRun(
                    store, new Dictionary<long, string>(), Pipeline, makeHandlers: begun.NewPool);
                begun.Start();
                return (begun, next);
            }

            void Stop()
            {
                run.Settle();
                run.Save();
                run.Dispose();
                (handlers, run) = Begin();
            }

            void EndAll()
            {
                for (handlers.Start(); handlers.AtWork.Count > 0; handlers.Start())
                {
                    handlers.End(handlers.AtWork[random.Next(handlers.AtWork.Count)]);
                    run.Look();
                }
            }
        }).Holds(cases: 300);

    [Test]
    public void Take_BoundIsReached_PartitionIsPausedUntilHalfOfItIsHandled()
    {
        var (handlers, run) = Few(pending: 4, out _);
        using (run)
        {
            Take(handlers, run, 4);
            Assert.That(run.IsPaused, Is.True);
            handlers.End(handlers.AtWork[0]);
            run.Look();
            Assert.That(run.IsPaused, Is.True);
            handlers.End(handlers.AtWork[0]);
            run.Look();
            Assert.That(run.IsPaused, Is.False);
        }
    }

    [Test]
    public void Save_ResultsAtWork_IsTheStateOfTheMomentWhoseResultsAreDone()
    {
        var (handlers, run) = Few(pending: 100, out var store);
        using (run)
        {
            Take(handlers, run, 2);
            Assert.That(run.Save(), Is.Zero, "nothing is done");
            Take(handlers, run, 2);
            handlers.End(handlers.AtWork[0]);
            handlers.End(handlers.AtWork[0]);

            Assert.That(run.Save(), Is.EqualTo(2), "of the moment of the first");
            Assert.That(Saved(store)!.Sequence, Is.EqualTo(2));
            handlers.End(handlers.AtWork[1]);
            Assert.That(run.Save(), Is.EqualTo(2));
            handlers.End(handlers.AtWork[0]);
            Assert.That(run.Save(), Is.EqualTo(4));
        }
    }

    [Test]
    public void Settle_AHandlerHangs_TheNextRunHandlesItAndNoneBefore()
    {
        var (handlers, run) = Few(pending: 100, out var store);
        using (run)
        {
            Take(handlers, run, 1);
            handlers.End(handlers.AtWork[0]);
            Assert.That(run.Save(), Is.EqualTo(1));
            Take(handlers, run, 2);
            handlers.End(handlers.AtWork[0]);

            run.Settle();

            Assert.That(run.Save(), Is.EqualTo(1), "the state is behind what is not done");
        }

        var next = new ResultHandlers(3, 100, hasOrder: false) { Done = new SortedDictionary<long, string>() };
        using var again = new PipelineRun(store, new Dictionary<long, string>(), Pipeline, makeHandlers: next.NewPool);
        again.Take(Records(3), 3);
        next.Start();
        Assert.That(next.AtWork.Select(each => each.Result.Sequence), Is.EqualTo(new[] { 3L }));
    }

    [Test]
    public void End_HandlerFails_IsAnErrorThatNamesTheResultAndItsRecord()
    {
        var (handlers, run) = Few(pending: 100, out _);
        using (run)
        {
            Take(handlers, run, 2);
            handlers.End(handlers.AtWork[1], new FormatException("bad"));

            var failure = run.Failure as PartitionPipelineException;
            Assert.That(failure, Is.Not.Null);
            Assert.That(
                failure!.Message, Is.EqualTo("The handler of topic[0] failed on the result with number 2: bad"));
            Assert.That((failure.Topic, failure.Partition, failure.Offset), Is.EqualTo(("topic", 0, (long?)1)));
        }
    }

    [Test]
    public void Complete_ResultsAtWork_ThePipelineCompletesOnceTheyAreDone()
    {
        var (handlers, run) = Few(pending: 100, out var store);
        using (run)
        {
            Take(handlers, run, 1);
            Assert.That(run.CompleteAt(1), Is.Zero);
            run.Look();
            handlers.Start();
            Assert.That((handlers.AtWork.Count, run.HasWorkUnderWay), Is.EqualTo((1, true)));

            handlers.End(handlers.AtWork[0]);
            run.Look();
            handlers.Start();

            Assert.That(handlers.AtWork.Single().Result.Value, Does.StartWith("window"));
            Assert.That(Saved(store)!.Pending.IsCompletion, Is.True);
            Assert.That((run.HasWorkUnderWay, run.Save()), Is.EqualTo((true, 0)));
            handlers.End(handlers.AtWork[0]);
            Assert.That((run.HasWorkUnderWay, run.Save()), Is.EqualTo((false, 1)));
        }
    }

    private static (ResultHandlers Handlers, PipelineRun Run) Few(int pending, out InMemorySnapshotStore store)
    {
        store = new InMemorySnapshotStore();
        var handlers = new ResultHandlers(3, pending, hasOrder: false) { Done = new SortedDictionary<long, string>() };
        return (
            handlers,
            new PipelineRun(store, new Dictionary<long, string>(), Pipeline, makeHandlers: handlers.NewPool));
    }

    private static void Take(ResultHandlers handlers, PipelineRun run, int records)
    {
        run.Take(Records(run.Next + records), run.Next + records);
        handlers.Start();
    }

    private static (int Value, DateTimeOffset Time)[] Records(int count) =>
        [.. Enumerable.Range(0, count).Select(n => (n, DateTimeOffset.UnixEpoch.AddMinutes(n)))];

    private static (int Value, DateTimeOffset Time)[] Topic(Random random) =>
        [.. Enumerable.Range(0, random.Next(60)).Select(n => (
            random.Next(12) == 0 ? Bad : random.Next(6),
            DateTimeOffset.UnixEpoch.AddMinutes((n * 7) + random.Next(40))))];

    private static SortedDictionary<long, string> Uninterrupted((int Value, DateTimeOffset Time)[] topic)
    {
        var results = new SortedDictionary<long, string>();
        using var whole = new PipelineRun(new InMemorySnapshotStore(), results, Pipeline);
        whole.Take(topic, topic.Length);
        whole.CompleteAt(topic.Length);
        return results;
    }

    private static void AssertNothingIsSavedBefore(InMemorySnapshotStore store, SortedDictionary<long, string> done)
    {
        var saved = Saved(store)?.Delivered ?? 0;
        var all = done.Keys.TakeWhile((number, index) => number == index + 1).Count();
        Assert.That(all, Is.GreaterThanOrEqualTo(saved));
    }

    private static Checkpoint? Saved(InMemorySnapshotStore store) =>
        store.Load("/topic[0]") is { Count: > 0 } stored ? Checkpoint.FromBytes(stored[0].Content) : null;

    private static IObservable<string> Pipeline(IObservable<KafkaRecord<int>> records) => records
        .Do(each => _ = each.Value == Bad ? throw new FormatException() : 0)
        .Publish(good => Observable.Merge(
            good.Select(each => each.Value).LastPerKey(1, _ => 0, n => n).Select(last => $"last {last.Items[0]}"),
            good.TumblingWindow(
                    Hour,
                    WindowAggregate.Count<KafkaRecord<int>>(),
                    each => each.EventTime,
                    new WindowOptions { AllowedLateness = TimeSpan.Zero })
                .Select(window => $"window {window.Start:HH:mm} {window.Value}")));
}
