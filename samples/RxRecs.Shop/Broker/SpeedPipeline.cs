using System.Reactive.Linq;
using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The speed layer of one partition: the last items of each of its users, their carts, and fresh lists. Every step is
/// an operator whose state is saved, so that a restart goes on where it was.
/// </summary>
internal static class SpeedPipeline
{
    private const int ItemsPerUser = 6;

    public static IObservable<SpeedResult> Create(
        IObservable<KafkaRecord<Interaction>> records, LambdaSettings settings, TimeSpan lateness, Action addLate)
    {
        var carts = new CartOptions { AllowedLateness = TimeSpan.Zero, AbandonAfter = TimeSpan.FromDays(1) };
        return records.Select(record => record.Value).Publish(arriving => Observable.Merge(
            arriving.RunMachine(static () => new EventCountMachine())
                .Select(count => new SpeedResult { Events = count }),
            InOrder(arriving, lateness, addLate).Publish(events => Observable.Merge(
                events.LastItemsPerUser(settings.Last).Select(recent => new SpeedResult { Recent = recent }),
                events.CartMinusPurchasePerUser(carts).Select(change => new SpeedResult { Cart = change }),
                Lists(events, settings.Lists).Select(list => new SpeedResult { List = list })))));
    }

    // An event is learned before a list is made after it; each request gives one list.
    private static IObservable<TimedList> Lists(IObservable<Interaction> events, ListRules rules) => events
        .RunMachine(() => new ListRequestMachine(rules))
        .Publish(requests => requests.Zip(
            events.RecommendOnDemand(
                requests.Select(request => new RecommendationRequest<Id, Id>(request.User, ItemsPerUser)),
                () => new ShopRecommender(rules.Recommender)),
            (request, list) => new TimedList(list, request.EventTime)));

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
}
