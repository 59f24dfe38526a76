using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Testing;

namespace RxRecs.Tests.Enrichment;

/// <summary>Each interaction is an event, and a change of its user just before: both streams are made of the one
/// source.</summary>
public sealed class EnrichAsOfCase : InteractionCase<Enriched<Interaction, Interaction>>
{
    private static readonly EnrichAsOfOptions Options =
        new() { AllowedLateness = SampleInteractions.Disorder, MaxChanges = 40 };

    public override string Operator => nameof(RecsObservable.EnrichAsOf);

    public override int ManyEvents => 50_000;

    public override IObservable<Enriched<Interaction, Interaction>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var user = faults.Wrap((Interaction each) => each.User);
        var time = faults.Wrap((Interaction each) => each.EventTime);
        return source.Publish(shared => shared.EnrichAsOf(
            shared, user, each => each.User, each => each.EventTime, time, Options));
    }
}
