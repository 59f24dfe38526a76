using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Erasure;

/// <summary>Last items of users, of whom one in twenty events forgets or merges one.</summary>
public sealed class RunErasableCase : OperatorCase<UserInput<Interaction, Id>, ErasableResult<Id, string>>
{
    private static readonly ErasureOptions Few = new() { MaxEvents = 40, Segments = 4, MaxUsers = 8, MaxMerges = 4 };

    public override string Operator => nameof(RecsObservable.RunErasable);

    public override int ManyEvents => 20_000;

    public override IReadOnlyDictionary<string, string> Exemptions { get; } = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["C7.StateUntouched"] = "a pipeline that has failed is over",
    };

    public override IObservable<ErasableResult<Id, string>> Build(
        IObservable<UserInput<Interaction, Id>> source, FaultInjector faults, IScheduler scheduler) =>
        source.RunErasable(events => Pipeline(events, faults), Selectors(faults), Few);

    public override IReadOnlyList<UserInput<Interaction, Id>> Events(Random random, int count) =>
    [
        .. SampleInteractions.Disordered(random, count).Select(each => random.Next(40) switch
        {
            0 => UserChange<Id>.Forget(random.Next(8), each.EventTime),
            1 => UserChange<Id>.Merge(random.Next(8), random.Next(8), each.EventTime),
            _ => (UserInput<Interaction, Id>)each,
        }),
    ];

    public override MachineProbe<UserInput<Interaction, Id>> Machine(FaultInjector faults) =>
        MachineProbe.For(new ErasableMachine<Interaction, Id, string>(
            () => new PipelineTarget<Interaction, string>(events => Pipeline(events, faults), null),
            Selectors(faults),
            Few));

    private static IObservable<string> Pipeline(IObservable<Interaction> events, FaultInjector faults) =>
        events.LastPerKey(
            3,
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Item),
            (user, items) => $"{user}: {string.Join(',', items.ToArray())}");

    private static UserSelectors<Interaction, Id> Selectors(FaultInjector faults) =>
        UserSelectors.Interactions with { User = faults.Wrap((Interaction each) => each.User) };
}
