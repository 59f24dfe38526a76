using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class EvaluateSessionsCase : InteractionCase<SessionScore<Id, string, Id>>
{
    private static readonly SessionProtocolOptions Options =
        new() { ListLength = 3, SessionGap = TimeSpan.FromHours(1) };

    public override string Operator => nameof(RecsObservable.EvaluateSessions);

    public override IObservable<SessionScore<Id, string, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.EvaluateSessions(
        () => new LastItemRecommender(),
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Session ?? "none"),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap((Interaction each) => each.Kind),
        faults.Wrap((Interaction each) => each.EventTime),
        Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new EvaluateSessionsMachine<Interaction, Id, string, Id>(
            new LastItemRecommender(),
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Session ?? "none"),
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => each.Kind),
            faults.Wrap((Interaction each) => each.EventTime),
            Options));
}
