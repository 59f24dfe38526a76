using System.Reactive.Concurrency;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class EvaluateNextItemsCase : InteractionCase<NextItemResult<Id>>
{
    private static readonly NextItemProtocolOptions Options = new()
    {
        ListLength = 3,
        MaxItems = 20,
        Sessions = new() { MaxOpen = 6, MaxLength = 5 },
    };

    public override string Operator => nameof(RecsObservable.EvaluateNextItems);

    public override int? StateBound => 4_000;

    public override IObservable<NextItemResult<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.EvaluateNextItems(() => [new LastItemRecommender()], Selectors(faults), options: Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new EvaluateNextItemsMachine<Interaction, Id, Id>(
            [new LastItemRecommender()], Selectors(faults), null, Options));

    private static ShopSelectors<Interaction, Id, Id> Selectors(FaultInjector faults) => ShopRecommender.Selectors with
    {
        User = faults.Wrap((Interaction each) => each.User),
        Session = faults.Wrap((Interaction each) => each.Session),
        Item = faults.Wrap((Interaction each) => each.Item),
        Kind = faults.Wrap((Interaction each) => each.Kind),
        EventTime = faults.Wrap((Interaction each) => each.EventTime),
    };
}
