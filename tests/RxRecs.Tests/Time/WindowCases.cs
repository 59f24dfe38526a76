using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Time;

/// <summary>
/// The window operators under the contract: hours per item, ten minutes late, with a selector for the
/// sum.
/// </summary>
public static class WindowCases
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly WindowOptions Options = new() { AllowedLateness = SampleInteractions.Disorder };

    private static Func<Interaction, DateTimeOffset> TimeOf(FaultInjector faults) =>
        faults.Wrap((Interaction each) => each.EventTime);

    private static Func<Interaction, Id> ItemOf(FaultInjector faults) => faults.Wrap((Interaction each) => each.Item);

    private static WindowAggregate<Interaction, decimal> Pieces(FaultInjector faults) =>
        WindowAggregate.Sum(faults.Wrap((Interaction each) => (decimal)each.Quantity));

    public sealed class Tumbling : InteractionCase<EventWindow<Id, decimal>>
    {
        public override string Operator => nameof(RecsObservable.TumblingWindow);

        public override int? StateBound => 4_000;

        public override IObservable<EventWindow<Id, decimal>> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
            source.TumblingWindow(Hour, ItemOf(faults), Pieces(faults), TimeOf(faults), Options);

        public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
            new TumblingWindowMachine<Interaction, Id, decimal>(
                Hour, ItemOf(faults), Pieces(faults), TimeOf(faults), Options));
    }

    public sealed class TumblingLocalDays : InteractionCase<EventWindow<Id, decimal>>
    {
        private static readonly WindowOptions LocalDays =
            Options with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

        public override string Operator => nameof(RecsObservable.TumblingWindow);

        public override int? StateBound => 4_000;

        public override IObservable<EventWindow<Id, decimal>> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
            source.TumblingWindow(TimeSpan.FromDays(1), ItemOf(faults), Pieces(faults), TimeOf(faults), LocalDays);

        public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
            new TumblingWindowMachine<Interaction, Id, decimal>(
                TimeSpan.FromDays(1), ItemOf(faults), Pieces(faults), TimeOf(faults), LocalDays));
    }

    public sealed class Hopping : InteractionCase<EventWindow<Id, decimal>>
    {
        private static readonly TimeSpan Advance = TimeSpan.FromMinutes(25);

        public override string Operator => nameof(RecsObservable.HoppingWindow);

        public override int? StateBound => 8_000;

        public override IObservable<EventWindow<Id, decimal>> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
            source.HoppingWindow(Hour, Advance, ItemOf(faults), Pieces(faults), TimeOf(faults), Options);

        public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
            new HoppingWindowMachine<Interaction, Id, decimal>(
                Hour, Advance, ItemOf(faults), Pieces(faults), TimeOf(faults), Options));
    }

    public sealed class Session : InteractionCase<EventWindow<Id, decimal>>
    {
        private static readonly TimeSpan Gap = TimeSpan.FromMinutes(12);

        public override string Operator => nameof(RecsObservable.SessionWindow);

        public override int? StateBound => 8_000;

        public override IObservable<EventWindow<Id, decimal>> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
            source.SessionWindow(Gap, ItemOf(faults), Pieces(faults), TimeOf(faults), Options);

        public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
            new SessionWindowMachine<Interaction, Id, decimal>(
                Gap, ItemOf(faults), Pieces(faults), TimeOf(faults), Options));
    }

    public sealed class Sliding : InteractionCase<EventWithWindow<Interaction, Id, decimal>>
    {
        public override string Operator => nameof(RecsObservable.SlidingWindow);

        public override int? StateBound => 40_000;

        public override IReadOnlyDictionary<string, string> Exemptions =>
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["C7.StateUntouched"] =
                    "an aggregate that throws while several held events are released leaves those before it released",
            };

        public override IObservable<EventWithWindow<Interaction, Id, decimal>> Build(
            IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
            source.SlidingWindow(Hour, ItemOf(faults), Pieces(faults), TimeOf(faults), Options);

        public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
            new SlidingWindowMachine<Interaction, Id, decimal>(
                Hour, ItemOf(faults), Pieces(faults), TimeOf(faults), Options));
    }
}
