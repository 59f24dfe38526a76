using System.Reactive.Concurrency;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Attribution;

/// <summary>Views and carts are touches, purchases and removes conversions, ten minutes late.</summary>
public sealed class AttributeConversionsCase : InteractionCase<Attribution<Interaction>>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly AttributionOptions Options =
        new() { AllowedLateness = SampleInteractions.Disorder, MaxTouches = 500 };

    public override string Operator => nameof(RecsObservable.AttributeConversions);

    public override int? StateBound => 80_000;

    public override IReadOnlyDictionary<string, string> Exemptions =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["C7.StateUntouched"] =
                "a selector that throws while several held events are released leaves those before it released",
        };

    public override IObservable<Attribution<Interaction>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.AttributeConversions(Hour, UserOf(faults), each => each.Item, Role, TimeOf(faults), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new AttributeConversionsMachine<Interaction, Id, Id>(
            Hour, UserOf(faults), each => each.Item, Role, TimeOf(faults), Options));

    private static AttributionRole Role(Interaction value) =>
        value.Kind is InteractionKind.View or InteractionKind.Cart ? AttributionRole.Touch : AttributionRole.Conversion;

    private static Func<Interaction, DateTimeOffset> TimeOf(FaultInjector faults) =>
        faults.Wrap((Interaction each) => each.EventTime);

    private static Func<Interaction, Id> UserOf(FaultInjector faults) => faults.Wrap((Interaction each) => each.User);
}
