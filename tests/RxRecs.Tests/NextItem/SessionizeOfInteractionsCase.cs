using System.Reactive.Concurrency;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.NextItem;

public sealed class SessionizeOfInteractionsCase : InteractionCase<SessionEvent<Interaction>>
{
    public override string Operator => nameof(RecsObservable.Sessionize);

    public override int ManyEvents => 20_000;

    public override IObservable<SessionEvent<Interaction>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.Sessionize();
}
