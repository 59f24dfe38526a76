using System.Reactive.Concurrency;

namespace RxRecs.Testing;

/// <summary>
/// The form of an operator that emits everything in one sequence, with the settings of its plain form.
/// </summary>
internal abstract class SideOutputCase<TEvent, TElement, TResult>(OperatorCase<TEvent, TResult> plain)
    : OperatorCase<TEvent, TElement>, ISideOutputCase
{
    public OperatorCase<TEvent, TResult> Plain => plain;

    public override string Operator => plain.Operator;

    public override string Name => $"{plain.Name}.{Form}";

    public override bool IsEventTime => plain.IsEventTime;

    public override TimeSpan Settle => plain.Settle;

    public override int ManyEvents => plain.ManyEvents;

    public override IReadOnlyDictionary<string, string> Exemptions => plain.Exemptions;

    /// <summary>The method that gives this form.</summary>
    protected abstract string Form { get; }

    public abstract bool IsResult(TElement element);

    public abstract TResult ResultOf(TElement element);

    /// <summary>
    /// Tells how many events were set aside, by the counts; null where the element is not the counts.
    /// </summary>
    public abstract long? SetAside(TElement element);

    public override IObservable<TElement> Build(
        IObservable<TEvent> source, FaultInjector faults, IScheduler scheduler) =>
        Everything(plain.Build(source, faults, scheduler));

    public override IReadOnlyList<TEvent> Events(Random random, int count) => plain.Events(random, count);

    IReadOnlyList<ContractCheck> ISideOutputCase.Checks() =>
    [
        .. Checks().Select(check => check with { Id = $"{check.Id}.{Form}" }),
        .. new SideOutputChecks<TEvent, TElement, TResult>(this).All()
            .Select(check => new ContractCheck(check.Id, Exemption(check.Id), check.Run)),
    ];

    protected abstract IObservable<TElement> Everything(IObservable<TResult> output);
}
