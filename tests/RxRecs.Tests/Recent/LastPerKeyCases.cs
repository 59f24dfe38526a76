using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Recent;

public sealed class LastPerKeyCase : InteractionCase<int>
{
    private static readonly LastPerKeyOptions Options = new() { Distinct = true, MaxKeys = 5 };

    public override string Operator => nameof(RecsObservable.LastPerKey);

    public override int? StateBound => 60 + (5 * (10 + (4 * 9)));

    public override IObservable<int> Build(IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var (key, item, result) = UserCode(faults);
        return source.LastPerKey(4, key, item, (one, items) => result((one, items.Length)), options: Options);
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults)
    {
        var (key, item, result) = UserCode(faults);
        return MachineProbe.For(new LastPerKeyMachine<Interaction, Id, Id, int>(
            4, key, item, (one, items) => result((one, items.Length)), null, Options));
    }

    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);

    private static (Func<Interaction, Id> Key, Func<Interaction, Id> Item, Func<(Id, int), int> Result) UserCode(
        FaultInjector faults) => (
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap(((Id Key, int Count) each) => each.Count));
}

public sealed class LastPerKeyInEventTimeCase : InteractionCase<int>
{
    private static readonly LastPerKeyOptions Options =
        new() { Distinct = true, MaxKeys = 5, TimeToLive = TimeSpan.FromMinutes(30) };

    public override string Operator => nameof(RecsObservable.LastPerKey);

    public override int? StateBound => 60 + (5 * (10 + (4 * 17)));

    public override IObservable<int> Build(IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var (key, item, time, result) = UserCode(faults);
        return source.LastPerKey(4, key, item, (one, items) => result((one, items.Length)), time, Options);
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults)
    {
        var (key, item, time, result) = UserCode(faults);
        return MachineProbe.For(new LastPerKeyMachine<Interaction, Id, Id, int>(
            4, key, item, (one, items) => result((one, items.Length)), time, Options));
    }

    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);

    private static (Func<Interaction, Id> Key, Func<Interaction, Id> Item, Func<Interaction, DateTimeOffset> Time,
        Func<(Id, int), int> Result) UserCode(FaultInjector faults) => (
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap((Interaction each) => each.EventTime),
        faults.Wrap(((Id Key, int Count) each) => each.Count));
}

public sealed class LastItemsPerUserCase : InteractionCase<LastItems<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.LastItemsPerUser);

    public override IObservable<LastItems<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.LastItemsPerUser(3);
}

public sealed class LastItemsPerSessionCase : InteractionCase<LastItems<string, Id>>
{
    public override string Operator => nameof(RecsObservable.LastItemsPerSession);

    public override IObservable<LastItems<string, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.LastItemsPerSession(3, new LastPerKeyOptions { MaxKeys = 2 });
}

public sealed class LastInteractionsPerUserCase : InteractionCase<LastItems<Id, Interaction>>
{
    public override string Operator => nameof(RecsObservable.LastInteractionsPerUser);

    public override int ManyEvents => 100_000;

    public override IObservable<LastItems<Id, Interaction>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.LastInteractionsPerUser(5);
}

public sealed class LastBrandsPerUserCase : InteractionCase<LastItems<Id, string>>
{
    public override string Operator => nameof(RecsObservable.LastBrandsPerUser);

    public override IObservable<LastItems<Id, string>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.LastBrandsPerUser(50, new LastPerKeyOptions { TimeToLive = TimeSpan.FromHours(1) });
}
