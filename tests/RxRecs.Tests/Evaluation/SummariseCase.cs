using System.Reactive.Concurrency;
using RxRecs.Evaluation;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class SummariseCase : OperatorCase<PrequentialResult, PrequentialSummary>
{
    public override string Operator => nameof(RecsObservable.Summarise);

    public override IObservable<PrequentialSummary> Build(
        IObservable<PrequentialResult> source, FaultInjector faults, IScheduler scheduler) => source.Summarise();

    public override IReadOnlyList<PrequentialResult> Events(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => new PrequentialResult { Rank = random.Next(4), Shown = 3 }).ToArray();
}
