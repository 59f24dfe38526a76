using System.Reactive.Concurrency;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Insights;

/// <summary>Hours of events up to ten minutes late; small changes are told, so that every list fills.</summary>
public sealed class InsightsCase : InteractionCase<InsightReport<Id>>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly InsightOptions Options = new()
    {
        AllowedLateness = SampleInteractions.Disorder,
        AbandonAfter = TimeSpan.FromMinutes(20),
        Ranking = new() { Top = 4, MinScore = 0.5 },
        PeriodsKept = 4,
    };

    public override string Operator => nameof(RecsObservable.Insights);

    public override int ManyEvents => 200_000;

    public override IObservable<InsightReport<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.Insights(Hour, Selectors(faults), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new InsightsMachine<Interaction, Id, Id>(Hour, Selectors(faults), Options));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Interaction(
            SampleInteractions.Start.AddSeconds(300 + (i * 0.1)),
            (InteractionKind)(i % 4),
            i % 7,
            i % 10)
        {
            CategoryPath = "apparel.shoes",
            Brand = "emil",
            Price = 12.5m,
        }),
    ];

    private static ShopSelectors<Interaction, Id, Id> Selectors(FaultInjector faults) => ShopRecommender.Selectors with
    {
        User = faults.Wrap((Interaction each) => each.User),
        Item = faults.Wrap((Interaction each) => each.Item),
        EventTime = faults.Wrap((Interaction each) => each.EventTime),
        Facts = faults.Wrap((Interaction each) => each.Facts),
    };
}
