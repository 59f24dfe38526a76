using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Recent;

public sealed class LastPerKeyCase : InteractionCase<int>
{
    private static readonly LastPerKeyOptions Options = new() { Distinct = true, MaxKeys = 5 };

    public override string Operator => nameof(RecsObservable.LastPerKey);

    public override int? StateBound => 60 + (5 * (9 + (4 * 8)));

    public override IObservable<int> Build(IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var (key, item, result) = UserCode(faults);
        return source.LastPerKey(4, key, item, (one, items) => result((one, items.Length)), options: Options);
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults)
    {
        var (key, item, result) = UserCode(faults);
        return MachineProbe.For(new LastPerKeyMachine<Interaction, long, long, int>(
            4, key, item, (one, items) => result((one, items.Length)), null, Options));
    }

    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);

    private static (Func<Interaction, long> Key, Func<Interaction, long> Item, Func<(long, int), int> Result) UserCode(
        FaultInjector faults) => (
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap(((long Key, int Count) each) => each.Count));
}

public sealed class LastPerKeyInEventTimeCase : InteractionCase<int>
{
    private static readonly LastPerKeyOptions Options =
        new() { Distinct = true, MaxKeys = 5, TimeToLive = TimeSpan.FromMinutes(30) };

    public override string Operator => nameof(RecsObservable.LastPerKey);

    public override int? StateBound => 60 + (5 * (9 + (4 * 16)));

    public override IObservable<int> Build(IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var (key, item, time, result) = UserCode(faults);
        return source.LastPerKey(4, key, item, (one, items) => result((one, items.Length)), time, Options);
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults)
    {
        var (key, item, time, result) = UserCode(faults);
        return MachineProbe.For(new LastPerKeyMachine<Interaction, long, long, int>(
            4, key, item, (one, items) => result((one, items.Length)), time, Options));
    }

    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);

    private static (Func<Interaction, long> Key, Func<Interaction, long> Item, Func<Interaction, DateTimeOffset> Time,
        Func<(long, int), int> Result) UserCode(FaultInjector faults) => (
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap((Interaction each) => each.EventTime),
        faults.Wrap(((long Key, int Count) each) => each.Count));
}

public sealed class LastItemsPerUserCase : InteractionCase<LastItems<long, long>>
{
    public override string Operator => nameof(RecsObservable.LastItemsPerUser);

    public override IObservable<LastItems<long, long>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.LastItemsPerUser(3);
}

public sealed class LastItemsPerSessionCase : InteractionCase<LastItems<string, long>>
{
    public override string Operator => nameof(RecsObservable.LastItemsPerSession);

    public override IObservable<LastItems<string, long>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.LastItemsPerSession(3, new LastPerKeyOptions { MaxKeys = 2 });
}

public sealed class LastInteractionsPerUserCase : InteractionCase<LastItems<long, Interaction>>
{
    public override string Operator => nameof(RecsObservable.LastInteractionsPerUser);

    public override int ManyEvents => 100_000;

    public override IObservable<LastItems<long, Interaction>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.LastInteractionsPerUser(5);
}

public sealed class LastBrandsPerUserCase : InteractionCase<LastItems<long, string>>
{
    public override string Operator => nameof(RecsObservable.LastBrandsPerUser);

    public override IObservable<LastItems<long, string>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.LastBrandsPerUser(50, new LastPerKeyOptions { TimeToLive = TimeSpan.FromHours(1) });
}
