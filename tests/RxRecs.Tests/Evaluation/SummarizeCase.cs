using System.Reactive.Concurrency;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class SummarizeCase : OperatorCase<PrequentialResult, PrequentialSummary>
{
    public override string Operator => nameof(RecsObservable.Summarize);

    public override IReadOnlyDictionary<string, string> Exemptions =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["C2.CompletionInsideOnNext"] =
                "The one result comes during completion: a source cannot complete inside it.",
            ["C7.ObserverThrowsInOnNext"] = "There is one result only.",
        };

    public override IObservable<PrequentialSummary> Build(
        IObservable<PrequentialResult> source, FaultInjector faults, IScheduler scheduler) => source.Summarize();

    public override IReadOnlyList<PrequentialResult> Events(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => new PrequentialResult { Rank = random.Next(4), Shown = 3 }).ToArray();
}
