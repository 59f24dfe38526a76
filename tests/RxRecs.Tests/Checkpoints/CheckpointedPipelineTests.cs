using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Tests.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Checkpoints;

public sealed class CheckpointedPipelineTests
{
    private static readonly WindowOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };
    private readonly List<string> _said = [];

    [SetUp]
    public void Reset() => _said.Clear();

    [Test]
    public void Operators_OfAChain_AreNamedDownstreamFirst()
    {
        using var run = new PipelineRun(Compositions.Trends, _said);
        Assert.That(run.Pipeline.Operators.Select(x => x.Name), Is.EqualTo(new[] { "TopTrends", "TrendBuckets" }));
    }

    [Test]
    public void New_FunctionReturnsNull_IsRefused() => Assert.That(
        static () => new CheckpointedPipeline<int, int>(static _ => null!, Observer.Create<int>(static _ => { })),
        Throws.InvalidOperationException.With.Message.Contains("returned null"));

    [Test]
    public void Restore_AnotherPipeline_NamesTheFirstDifference()
    {
        var saved = Saved(Compositions.Trends);
        var error = Assert.Throws<SnapshotException>(() => Restored(Compositions.LastAfterReorder, saved));
        Assert.That(error!.Message, Does.StartWith("The pipeline has another operator at place 1").And.Contain(
            "LastPerKey version 1, where the snapshot has TopTrends version 3").And.Contain("Reorder"));
        Assert.That(_said, Is.Empty);
    }

    [Test]
    public void Restore_WithOneOperatorMore_SaysWhichIsMissing()
    {
        var saved = Saved((source, _) => Sum(source));
        var error = Assert.Throws<SnapshotException>(
            () => Restored((source, _) => Sum(source.Reorder(x => x.Time, Sorted)), saved));
        Assert.That(
            error!.Message, Does.Contain("place 2").And.Contain("Reorder version 3, where the snapshot has none"));
    }

    [Test]
    public void Restore_WithOtherSettings_NamesTheOperator()
    {
        var saved = Saved((source, _) => Held(source, TimeSpan.Zero));
        Assert.That(
            () => Restored((source, _) => Held(source, TimeSpan.FromHours(1)), saved),
            Throws.TypeOf<SnapshotException>().With.Message.StartsWith("Reorder at place 1"));
    }

    [Test]
    public void Restore_SnapshotOfAMachineAlone_IsRefused() => Assert.That(
        () => Restored((s, _) => Sum(s), MachineSnapshot.Save(new RunningSumMachine<TimedEvent>(x => x.Id))),
        Throws.TypeOf<SnapshotException>().With.Message.Contains("RXRP"));

    [Test]
    public void Dispose_WithOpenState_FlushesAndCompletesNothing()
    {
        var run = new PipelineRun((source, _) => Held(source, TimeSpan.FromHours(1)), _said);
        run.Pipeline.OnNext(new(1, "a", 1));
        run.Dispose();
        Assert.That(_said, Is.Empty);
        Assert.That(run.Pipeline.HasEnded, Is.False);
        Assert.That(() => run.Pipeline.OnNext(default), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => run.Pipeline.Complete(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => run.Pipeline.Save(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_FromWithinADelivery_IsTheLastThing()
    {
        CheckpointedPipeline<TimedEvent, long>? pipeline = null;
        var seen = new List<long>();
        pipeline = new(
            source => RunSum(source).Merge(RunSum(source)),
            Observer.Create<long>(value =>
            {
                seen.Add(value);
                pipeline!.Dispose();
            }));
        pipeline.OnNext(new(1, "a", 5));
        Assert.That(seen, Is.EqualTo(new[] { 5L }));
    }

    [Test]
    public void Complete_ThenEvents_CompletesOnceAndIgnoresThem()
    {
        using var run = new PipelineRun((source, _) => Sum(source), _said);
        run.Pipeline.OnNext(new(1, "a", 2));
        run.Pipeline.Complete();
        run.Pipeline.Complete();
        run.Pipeline.OnNext(new(1, "a", 2));
        run.Pipeline.AdvanceWatermarks(TimeSpan.FromDays(1));
        Assert.That(_said, Is.EqualTo(new[] { "2", "2", "completed" }));
        Assert.That((run.Pipeline.HasEnded, run.Pipeline.Error), Is.EqualTo((true, (Exception?)null)));
    }

    [Test]
    public void Selector_Throws_EndsThePipelineWhichCannotBeSaved()
    {
        using var run = new PipelineRun((source, _) => Sum(source.Select(x => x with { Id = 1 / x.Id })), _said);
        run.Pipeline.OnNext(new(1, "a", 0));
        run.Pipeline.OnNext(new(1, "a", 1));
        Assert.That(_said, Has.Count.EqualTo(1).And.All.StartsWith("error"));
        Assert.That(run.Pipeline.Error, Is.TypeOf<DivideByZeroException>());
        Assert.That(() => run.Pipeline.Save(), Throws.InvalidOperationException.With.Message.Contains("has failed"));
    }

    [Test]
    public void Observer_Throws_TheCallerGetsItAndThePipelineHasEnded()
    {
        var observer = new ThrowingObserver<long>();
        using var pipeline = new CheckpointedPipeline<TimedEvent, long>(RunSum, observer);
        Assert.That(() => pipeline.OnNext(new(1, "a", 1)), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => pipeline.OnNext(new(1, "a", 1)), Throws.Nothing);
        Assert.That(() => pipeline.Save(), Throws.InvalidOperationException);
        Assert.That((pipeline.HasEnded, observer.Error), Is.EqualTo((true, (Exception?)null)));
        Assert.That(pipeline.Error, Is.TypeOf<InvalidDataException>());
    }

    [TestCase("save")]
    [TestCase("next")]
    [TestCase("complete")]
    [TestCase("advance")]
    public void Call_FromWithinADelivery_IsRefused(string call)
    {
        CheckpointedPipeline<TimedEvent, long>? pipeline = null;
        Exception? error = null;
        pipeline = new(RunSum, Observer.Create<long>(_ => error = Assert.Catch(() =>
        {
            switch (call)
            {
                case "save":
                    pipeline!.Save();
                    break;
                case "next":
                    pipeline!.OnNext(default);
                    break;
                case "complete":
                    pipeline!.Complete();
                    break;
                default:
                    pipeline!.AdvanceWatermarks(TimeSpan.Zero);
                    break;
            }
        })));
        using (pipeline)
        {
            pipeline.OnNext(new(1, "a", 1));
        }

        Assert.That(error, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void Operator_SubscribedPerGroup_EndsThePipelineWithAdvice()
    {
        using var run = new PipelineRun((source, _) => source.GroupBy(x => x.Key).SelectMany(Sum), _said);
        run.Pipeline.OnNext(new(1, "a", 1));
        Assert.That(_said, Has.Count.EqualTo(1).And.All.Contains("RunningSum is subscribed to while"));
    }

    [Test]
    public void Source_SubscribedAgain_EndsThePipelineWithAdvice()
    {
        using var run = new PipelineRun((source, _) => source.SelectMany(_ => source).Select(x => x.Key), _said);
        run.Pipeline.OnNext(new(1, "a", 1));
        Assert.That(_said, Has.Count.EqualTo(1).And.All.Contains("subscribed to after the pipeline was made"));
    }

    [Test]
    public void Source_SubscribedOnAnotherThread_EndsThePipelineWithAdvice()
    {
        using var scheduler = new EventLoopScheduler();
        using var ended = new ManualResetEventSlim();
        Exception? error = null;
        using var pipeline = new CheckpointedPipeline<TimedEvent, long>(
            source => RunSum(source.SubscribeOn(scheduler)),
            Observer.Create<long>(_ => { }, e =>
            {
                error = e;
                ended.Set();
            }));
        Assert.That(ended.Wait(TimeSpan.FromSeconds(30)), Is.True);
        Assert.That(error, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void IdleTimeout_OfAnOperator_IsRefusedAtOnce()
    {
        var options = Sorted with { IdleTimeout = TimeSpan.FromSeconds(1), Scheduler = new HistoricalScheduler() };
        Assert.That(
            () => new PipelineRun(
                (source, _) => source.Reorder(x => x.Time, options).Select(x => x.Key),
                _said),
            Throws.InvalidOperationException.With.Message.Contains("AdvanceWatermarks"));
        Assert.That(_said, Is.Empty);
    }

    [Test]
    public void Observer_SubscribesToAnotherOperator_IsNoneOfThePipelinesBusiness()
    {
        var inner = new List<long>();
        using var pipeline = new CheckpointedPipeline<TimedEvent, long>(RunSum, Observer.Create<long>(
            value =>
                Observable.Return(new TimedEvent(1, "a", (int)value)).RunMachine(SumMachine).Subscribe(inner.Add)));
        pipeline.OnNext(new(1, "a", 4));
        Assert.That(inner, Is.EqualTo(new[] { 4L, 4L }));
        Assert.That(pipeline.Operators, Has.Count.EqualTo(1));
    }

    [Test]
    public void Pipeline_MadeWithinAnother_KeepsItsOwnOperators()
    {
        CheckpointedPipeline<TimedEvent, long>? inner = null;
        using var outer = new CheckpointedPipeline<TimedEvent, long>(
            source => RunSum(source.Do(_ => inner ??= new(RunSum, Observer.Create<long>(_ => { })))),
            Observer.Create<long>(_ => { }));
        outer.OnNext(new(1, "a", 1));
        using (inner)
        {
            Assert.That((outer.Operators.Count, inner!.Operators.Count), Is.EqualTo((1, 1)));
            Assert.That(outer.Error, Is.Null);
        }
    }

    [Test]
    public void Operators_OutsideOfAnyPipeline_AreNotCollected()
    {
        using var run = new PipelineRun((source, _) => Sum(source), _said);
        using var other = new Subject<TimedEvent>();
        using var subscription = RunSum(other).Subscribe();
        Assert.That(MachineScope.Current, Is.Null);
        Assert.That(run.Pipeline.Operators, Has.Count.EqualTo(1));
    }

    [Test]
    public void AdvanceWatermarks_QuietSource_ReleasesThroughTheWholeChain()
    {
        using var run = new PipelineRun(
            (source, _) =>
                Held(source.Reorder(x => x.Time, new() { AllowedLateness = TimeSpan.FromSeconds(10) }), TimeSpan.Zero),
            _said);
        run.Pipeline.AdvanceWatermarks(TimeSpan.FromDays(1));
        run.Pipeline.OnNext(new(20, "a", 1));
        run.Pipeline.AdvanceWatermarks(TimeSpan.FromSeconds(9));
        Assert.That(_said, Is.Empty);
        Assert.That(run.Pipeline.Watermark, Is.EqualTo(TimedEvent.Noon.AddSeconds(19)));
        run.Pipeline.AdvanceWatermarks(TimeSpan.FromSeconds(1));
        Assert.That(_said, Is.EqualTo(new[] { "a1" }));
        run.Pipeline.AdvanceWatermarks(TimeSpan.MaxValue);
        run.Pipeline.AdvanceWatermarks(TimeSpan.MaxValue);
        Assert.That(run.Pipeline.Watermark, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public void AdvanceWatermarks_UpstreamFirst_WhatItReleasesIsNotLateDownstream()
    {
        using var run = new PipelineRun(
            (source, _) =>
                Held(source.Reorder(x => x.Time, new() { AllowedLateness = TimeSpan.FromSeconds(10) }), TimeSpan.Zero),
            _said);
        run.Pipeline.OnNext(new(10, "a", 1));
        run.Pipeline.OnNext(new(20, "a", 2));
        run.Pipeline.OnNext(new(12, "a", 3));
        Assert.That(_said, Is.EqualTo(new[] { "a1" }));
        run.Pipeline.AdvanceWatermarks(TimeSpan.FromSeconds(10));
        Assert.That(_said, Is.EqualTo(new[] { "a1", "a3", "a2" }));
    }

    [Test]
    public void AdvanceWatermarks_Backwards_IsRefused()
    {
        using var run = new PipelineRun((source, _) => Sum(source), _said);
        Assert.That(
            () => run.Pipeline.AdvanceWatermarks(TimeSpan.FromTicks(-1)), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Pipeline_ThatHadEnded_IsRestoredAsEndedAndSilent()
    {
        using var first = new PipelineRun((source, _) => Sum(source.Take(1)), _said);
        first.Pipeline.OnNext(new(1, "a", 1));
        var saved = first.Pipeline.Save();
        _said.Clear();
        using var second = Restored((source, _) => Sum(source.Take(1)), saved);
        second.Pipeline.OnNext(new(1, "a", 1));
        Assert.That((second.Pipeline.HasEnded, _said.Count), Is.EqualTo((true, 0)));
        Assert.That(second.Pipeline.Save().ToArray(), Is.EqualTo(saved.ToArray()));
    }

    [Test]
    public void Restore_PipelineThatFailsAtOnce_TellsTheObserver()
    {
        var saved = Saved((source, _) => Sum(source));
        using var run =
            Restored((source, _) => source.RunMachine<TimedEvent, long>(() => throw new InvalidDataException("x"))
            .Select(x => x.ToString()), saved);
        Assert.That(_said, Is.EqualTo(new[] { "error x" }));
        Assert.That(run.Pipeline.HasEnded, Is.True);
    }

    [Test]
    public void Build_Throws_TheCallerGetsIt() => Assert.That(
        () => new PipelineRun((_, _) => throw new InvalidDataException()), Throws.TypeOf<InvalidDataException>());

    private static RunningSumMachine<TimedEvent> SumMachine() => new(x => x.Id);

    private static IObservable<long> RunSum(IObservable<TimedEvent> source) => source.RunMachine(SumMachine);

    private static IObservable<string> Sum(IObservable<TimedEvent> source) => RunSum(source).Select(x => x.ToString());

    private static IObservable<string> Held(IObservable<TimedEvent> source, TimeSpan lateness) =>
        source.Reorder(x => x.Time, new() { AllowedLateness = lateness }).Select(x => $"{x.Key}{x.Id}");

    private ReadOnlyMemory<byte> Saved(Func<IObservable<TimedEvent>, Action<string>, IObservable<string>> build)
    {
        using var run = new PipelineRun(build);
        run.Pipeline.OnNext(new(1, "a", 1));
        return run.Pipeline.Save();
    }

    private PipelineRun Restored(
        Func<IObservable<TimedEvent>, Action<string>, IObservable<string>> build, ReadOnlyMemory<byte> saved) =>
        new(build, _said, saved);
}
