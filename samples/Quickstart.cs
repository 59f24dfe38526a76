#:project ../src/RxRecs.Csv
#:property PublishAot=false
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs;
using RxRecs.Carts;
using RxRecs.Csv;
using RxRecs.Interactions;
using RxRecs.Ranking;
using RxRecs.Time;
using RxRecs.Trending;

var hour = TimeSpan.FromHours(1);
var buckets = new TrendBucketsOptions { AllowedLateness = hour };
var carts = new CartOptions { AllowedLateness = hour, AbandonAfter = 3 * hour };
var late = new Subject<LateEvent<Interaction>>();
var shop = ShopEvents.FromFile(args.FirstOrDefault() ?? "samples/shop.csv").Publish(); // or Kafka, or any IObservable

shop.TrendBuckets(hour, buckets, lateEvents: late)
    .TopTrends(new DampedChangeScore(), new TrendRanking { Top = 3 })
    .Where(report => report.Rising.Count > 0 || report.Transition is null)
    .Subscribe(report => Console.WriteLine(report.Transition is { To.Start: var start }
        ? $"{start:u}: {string.Join(", ", report.Rising.Select(each => $"{each.Item} rises from {each.Cur} to {each.Next}"))}"
        : report.Summary));
shop.CartMinusPurchasePerUser(carts)
    .Where(change => change.Kind == CartChangeKind.Abandoned)
    .Take(5)
    .Subscribe(change => Console.WriteLine($"user {change.Key} left {change.OpenItems} in the cart"));
shop.Recommend(4, () => new ShopRecommender(new ShopRecommenderOptions { Buckets = buckets }), each => each.User)
    .TakeLast(3)
    .Subscribe(list => Console.WriteLine($"for user {list.User}: " +
        string.Join(", ", list.Items.Select(each => $"{each.Item} ({each.Reason.Source})"))));

var lateEvents = 0;
late.Subscribe(_ => lateEvents++);
shop.Connect();
Console.WriteLine($"late: {lateEvents}");
