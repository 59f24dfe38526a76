using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Similarity;

/// <summary>Everything is bought, in visits of an hour.</summary>
public sealed class BundlesCase : InteractionCase<Bundle<Id>>
{
    internal static BundleOptions Options { get; } = new()
    {
        Kinds = Enum.GetValues<InteractionKind>().ToHashSet(),
        MinTogether = 1,
        MaxItems = 8,
        MaxNeighbors = 3,
        Baskets = new() { MaxOpen = 4, MaxLength = 5 },
    };

    public override string Operator => nameof(RecsObservable.Bundles);

    public override int ManyEvents => 50_000;

    public override IObservable<Bundle<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.Bundles(Selectors(faults), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new BundlesMachine<Interaction, Id, Id>(Selectors(faults), Options));

    internal static ShopSelectors<Interaction, Id, Id> Selectors(FaultInjector faults) => ShopRecommender.Selectors with
    {
        Item = faults.Wrap((Interaction each) => each.Item),
        EventTime = faults.Wrap((Interaction each) => each.EventTime),
    };
}
