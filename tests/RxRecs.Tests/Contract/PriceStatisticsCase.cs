using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Contract;

// Two types in a file, because the README of RxRecs.Testing holds both: ReadmeTests compares.
// Readme begins
public static class ShopObservable
{
    public static IObservable<Statistics> PriceStatistics(
        this IObservable<Interaction> source, Func<Interaction, double?> priceSelector)
    {
        var machine = new RunningStatisticsMachine<Interaction>(priceSelector); // the fault: one for all subscriptions
        return source.RunMachine(() => machine);
    }
}

public sealed class PriceStatisticsCase : InteractionCase<Statistics>
{
    public override string Operator => nameof(ShopObservable.PriceStatistics);

    public override IObservable<Statistics> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.PriceStatistics(faults.Wrap((Interaction each) => (double?)each.Price));
}
// Readme ends
