#:project ../src/RxRecs.Csv
#:property PublishAot=false
using System.Reactive.Linq;
using RxRecs;
using RxRecs.Csv;

var hour = TimeSpan.FromHours(1);
var buckets = new TrendBucketsOptions { AllowedLateness = hour };
var carts = new CartOptions { AllowedLateness = hour, AbandonAfter = 3 * hour };
var file = args.FirstOrDefault() ?? "samples/shop.csv";
var read = ShopEvents.FromFile(file).WithDeadLetters().Publish();
var shop = read.Results(); // or Kafka, or any IObservable<Interaction>
var trends = shop.TrendBuckets(hour, buckets).WithLateEvents().Publish().RefCount();

trends.Results()
    .TopTrends(new DampedChangeScore(), new TrendRankingOptions { Top = 3 })
    .Where(report => report.Rising.Count > 0 || report.Transition is null)
    .Subscribe(report => Console.WriteLine(report.Transition is { Now.Start: var start }
        ? $"{start:u}: {string.Join(", ", report.Rising.Select(each => $"{each.Item} rises from {each.Before} to {each.Now}"))}"
        : report.Summary));
shop.CartMinusPurchasePerUser(carts)
    .Where(change => change.Kind == CartChangeKind.Abandoned)
    .Take(5)
    .Subscribe(change => Console.WriteLine($"user {change.Key} left {change.OpenItems} in the cart"));
shop.Recommend(4, () => new ShopRecommender(new ShopRecommenderOptions { Buckets = buckets }), each => each.User)
    .TakeLast(3)
    .Subscribe(list => Console.WriteLine($"for user {list.User}: " +
        string.Join(", ", list.Items.Select(each => $"{each.Item} ({each.Reason.Source})"))));

var (late, dead) = (0L, 0L);
trends.Counts().Subscribe(counts => late = counts.Late);
read.Counts().Subscribe(counts => dead = counts.DeadLetters);
try
{
    read.Connect(); // reads the whole file
}
catch (ShopFileException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

Console.WriteLine($"too late for the trends: {late}, unreadable: {dead}");
return 0;
