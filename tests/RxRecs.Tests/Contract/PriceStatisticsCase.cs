using System.Reactive.Concurrency;
using RxRecs.Analytics;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

// Readme begins
public sealed class PriceStatisticsCase : InteractionCase<Statistics>
{
    public override string Operator => nameof(ShopObservable.PriceStatistics);

    public override IObservable<Statistics> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.PriceStatistics(faults.Wrap((Interaction each) => (double?)each.Price));
}
// Readme ends
