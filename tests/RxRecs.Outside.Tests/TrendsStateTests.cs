using System.Reactive.Linq;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Outside.Tests;

/// <summary>The newest trend report, fed and read by hand.</summary>
public sealed class TrendsStateTests
{
    private static readonly TrendBucketsOptions Options = new() { AllowedLateness = TimeSpan.FromSeconds(20) };

    [Test]
    public void Report_AfterTheLastEventAndRestore_IsWhatTheOperatorsEmit() => Prop.ForAll(Step.InAnyOrder, steps =>
    {
        var reports = new List<TrendReport<int>>();
        var late = 0L;
        var buckets = steps.ToObservable()
            .TrendBuckets(TimeSpan.FromSeconds(60), step => step.Item, step => step.Time, Options);
        buckets.TopTrends(new Difference()).Subscribe(reports.Add);
        buckets.WithLateEvents().Counts().Subscribe(counts => late = counts.Late);
        var state = State();
        foreach (var step in steps)
        {
            state.Learn(step);
        }

        state.Complete();
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        var restored = State();
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));
        var last = reports.LastOrDefault(report => report.Status == TrendReportStatus.Ready);
        foreach (var each in new[] { state, restored })
        {
            Assert.That(each.LateEvents, Is.EqualTo(late));
            Assert.That(each.Report?.Rising ?? [], Is.EqualTo(last?.Rising ?? []));
            Assert.That(each.Report?.Falling ?? [], Is.EqualTo(last?.Falling ?? []));
            Assert.That(each.Report?.Transition?.Changes ?? [], Is.EqualTo(last?.Transition?.Changes ?? []));
        }
    }).Holds();

    [Test]
    public void State_WithoutScore_NamesIt() => Assert.That(
        () => new TrendsState<Step, int>(
            TimeSpan.FromSeconds(60), step => step.Item, null, step => step.Time, Options, null!),
        Throws.ArgumentNullException.With.Property("ParamName").EqualTo("score"));

    private static TrendsState<Step, int> State() => new(
        TimeSpan.FromSeconds(60), step => step.Item, null, step => step.Time, Options, new Difference());

    /// <summary>A score of a user's own.</summary>
    private sealed class Difference : TrendScore
    {
        public override string Name => "difference";

        public override double? Score(in TrendScoreInput input) => input.Now - input.Before;
    }
}
