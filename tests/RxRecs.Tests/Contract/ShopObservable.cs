using RxRecs.Analytics;
using RxRecs.Machines;

namespace RxRecs.Tests.Contract;

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
// Readme ends
