using System.Reactive.Linq;
using RxRecs;

namespace ShopWorker;

/// <summary>Decides what goes into a list. It knows neither Kafka nor a clock, so tests run it as it is.</summary>
public static class ShopLists
{
    /// <summary>Makes a user's list anew after each event of that user.</summary>
    public static IObservable<RecommendationList<Id, Id>> Lists(this IObservable<Interaction> interactions)
    {
        var inOrder = TimeSpan.Zero; // Reorder decides what is late; behind it nothing is
        return interactions
            .Reorder(new() { AllowedLateness = TimeSpan.FromMinutes(1) })
            .Recommend(10, (shop, list) => list
                .AddCart(shop.CartMinusPurchasePerUser(new() { AllowedLateness = inOrder })) // what lies in the cart
                .AddHistory(shop.LastItemsPerUser(20))    // what the user looked at last
                .AddSimilarItems(shop.SimilarItems(20))); // what users with the same last items hold
    }
}
