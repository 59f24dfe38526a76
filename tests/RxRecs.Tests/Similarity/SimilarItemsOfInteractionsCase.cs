using System.Reactive.Concurrency;
using RxRecs.Testing;

namespace RxRecs.Tests.Similarity;

public sealed class SimilarItemsOfInteractionsCase : InteractionCase<SimilarItemsList<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.SimilarItems);

    public override int ManyEvents => 100_000;

    public override IObservable<SimilarItemsList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.SimilarItems(4);
}
