using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class EvaluateSessionsCase : InteractionCase<SessionScore<Id, string, Id>>
{
    public override string Operator => nameof(RecsObservable.EvaluateSessions);

    public override IObservable<SessionScore<Id, string, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.EvaluateSessions(
        3,
        () => new LastItemRecommender(),
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Session ?? "none"),
        faults.Wrap((Interaction each) => each.Item),
        Options(faults));

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new EvaluateSessionsMachine<Interaction, Id, string, Id>(
            3,
            new LastItemRecommender(),
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Session ?? "none"),
            faults.Wrap((Interaction each) => each.Item),
            Options(faults)));

    private static SessionProtocolOptions<Interaction> Options(FaultInjector faults) => new()
    {
        SessionGap = TimeSpan.FromHours(1),
        EventTimeSelector = faults.Wrap((Interaction each) => each.EventTime),
        KindSelector = faults.Wrap((Interaction each) => each.Kind),
    };
}
