using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Similarity;

public sealed class SimilarItemsCase : InteractionCase<SimilarItemsList<Id, Id>>
{
    private static readonly SimilarItemsOptions Options = new()
    {
        LastCount = 3,
        MaxUsers = 6,
        OwnItems = 2,
        MaxNeighbors = 4,
    };

    public override string Operator => nameof(RecsObservable.SimilarItems);

    public override int ManyEvents => 100_000;

    // Six users with three items and two earlier ones each; 30 items, each with four neighbors and one of the others.
    public override int? StateBound => 36 + (6 * (14 + (3 * 17) + (2 * 9))) + (30 * (20 + (5 * (10 + (4 * 4)))));

    public override IObservable<SimilarItemsList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.SimilarItems(
            4, faults.Wrap((Interaction each) => each.User), faults.Wrap((Interaction each) => each.Item), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new SimilarItemsMachine<Interaction, Id, Id>(
            4, faults.Wrap((Interaction each) => each.User), faults.Wrap((Interaction each) => each.Item), Options));
}
