using System.Reactive.Concurrency;
using RxRecs.Testing;
using RxRecs.Tests.Interactions;
using RxRecs.Tests.Machines;

namespace RxRecs.Tests.Contract;

public sealed class RunMachineCase : InteractionCase<long>
{
    public override string Operator => nameof(RecsObservable.RunMachine);

    public override int? StateBound => sizeof(long);

    public override IObservable<long> Build(IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var value = faults.Wrap((Interaction each) => each.Item.Number());
        return source.RunMachine(() => new RunningSumMachine<Interaction>(value));
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new RunningSumMachine<Interaction>(faults.Wrap((Interaction each) => each.Item.Number())));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);
}
