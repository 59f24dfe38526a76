using System.Reactive.Linq;
using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The speed layer of one partition: the last items of each of its users, their carts, and a fresh list after each cart
/// or purchase. Every step is an operator whose state is saved, so that a restart goes on where it was.
/// </summary>
internal static class SpeedPipeline
{
    private const int ItemsPerUser = 6;

    public static IObservable<SpeedResult> Create(
        IObservable<KafkaRecord<Interaction>> records, TimeSpan lateness, int last, Action addLate)
    {
        var carts = new CartOptions { AllowedLateness = TimeSpan.Zero, AbandonAfter = TimeSpan.FromDays(1) };
        return records.Select(record => record.Value).Publish(arriving => Observable.Merge(
            arriving.RunMachine(static () => new EventCountMachine())
                .Select(count => new SpeedResult { Events = count }),
            InOrder(arriving, lateness, addLate).Publish(events => Observable.Merge(
                events.LastItemsPerUser(last).Select(recent => new SpeedResult { Recent = recent }),
                events.CartMinusPurchasePerUser(carts).Select(change => new SpeedResult { Cart = change }),
                events
                    .RecommendOnDemand(events.Where(IsAsked).Select(Ask), CreateRecommender)
                    .Select(list => new SpeedResult { List = list })))));
    }

    private static IObservable<Interaction> InOrder(
        IObservable<Interaction> arriving, TimeSpan lateness, Action addLate) => arriving
        .Reorder(new EventTimeOptions { AllowedLateness = lateness })
        .WithLateEvents()
        .Do(each =>
        {
            if (each.IsLate)
            {
                addLate();
            }
        })
        .Results();

    private static bool IsAsked(Interaction next) =>
        next.Kind is InteractionKind.Cart or InteractionKind.Purchase && next.User != Interaction.None;

    private static RecommendationRequest<long> Ask(Interaction next) => new(next.User, ItemsPerUser);

    private static ShopRecommender CreateRecommender() => new(new ShopRecommenderOptions
    {
        Buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero },
    });
}
