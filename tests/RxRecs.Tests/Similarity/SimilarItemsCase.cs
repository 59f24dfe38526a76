using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Similarity;

public sealed class SimilarItemsCase : InteractionCase<SimilarItemsList<Id, Id>>
{
    private static readonly SimilarItemsOptions Options = new() { LastCount = 3, MaxUsers = 6 };

    public override string Operator => nameof(RecsObservable.SimilarItems);

    public override int ManyEvents => 100_000;

    public override int? StateBound => 32 + (6 * (10 + (3 * 17)));

    public override IObservable<SimilarItemsList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.SimilarItems(
            4, faults.Wrap((Interaction each) => each.User), faults.Wrap((Interaction each) => each.Item), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new SimilarItemsMachine<Interaction, Id, Id>(
            4, faults.Wrap((Interaction each) => each.User), faults.Wrap((Interaction each) => each.Item), Options));
}
