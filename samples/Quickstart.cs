#:project ../src/RxRecs.Csv
#:property PublishAot=false
using System.Reactive.Linq;
using RxRecs;
using RxRecs.Csv;

var (hour, inOrder) = (TimeSpan.FromHours(1), TimeSpan.Zero); // Reorder decides what is late; behind it nothing is
var file = args.FirstOrDefault() ?? "samples/shop.csv";
var events = ShopEvents.FromFile(file).Reorder(new() { AllowedLateness = hour }); // or Kafka, or any IObservable
var lists = events.Recommend(5, (shop, list) =>
{
    var carts = shop.CartMinusPurchasePerUser(new() { AllowedLateness = inOrder });
    var trends = shop.TrendBuckets(hour, new() { AllowedLateness = inOrder }).TopTrends(TrendScore.DampedChange);
    list.AddCart(carts)                            // what lies in the user's cart
        .AddHistory(shop.LastItemsPerUser(20))     // what the user looked at last
        .AddSimilarItems(shop.SimilarItems(20))    // what users with the same last items hold
        .AddTrends(trends)                         // what rises in the shop
        .Limit(new(RecommendationSource.History) { Quota = 2 });
    list.Fallback.AddTrends(trends);               // for a user of whom nothing is known
});
lists.TakeLast(3).Subscribe(
    list => Console.WriteLine(
        $"user {list.User}: {string.Join(", ", list.Items.Select(each => $"{each.Item} {each.Reason.Describe()}"))}"),
    error => { Console.Error.WriteLine(error.Message); Environment.ExitCode = 1; });
