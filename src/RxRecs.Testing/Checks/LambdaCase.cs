using System.Reactive.Concurrency;

namespace RxRecs.Testing;

/// <summary>An operator that is given as a lambda, with events that are given as a list.</summary>
internal sealed class LambdaCase<TEvent, TResult>(
    Func<IObservable<TEvent>, FaultInjector, IScheduler, IObservable<TResult>> build,
    IReadOnlyList<TEvent> events,
    IEnumerable<string> exempt)
    : OperatorCase<TEvent, TResult>
{
    public override string Operator => "Lambda";

    // Deep stacks show long before; a short form that takes seconds is not run.
    public override int ManyEvents => 20_000;

    public override IReadOnlyDictionary<string, string> Exemptions { get; } =
        exempt.ToDictionary(id => id, _ => "The caller exempts it.", StringComparer.Ordinal);

    public override IObservable<TResult> Build(
        IObservable<TEvent> source, FaultInjector faults, IScheduler scheduler) => build(source, faults, scheduler);

    public override IReadOnlyList<TEvent> Events(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(i => events[i % events.Count])];
}
