#:project ../src/RxRecs.Csv
#:property PublishAot=false
using System.Reactive.Linq;
using RxRecs;
using RxRecs.Csv;
using RxRecs.Recommenders;

// Lets two recommenders predict the next item of each visit of a file, every item before it is learned:
//   dotnet run samples/CompareRecommenders.cs [-- FILE]
var file = args.FirstOrDefault() ?? "samples/shop.csv";
var summary = new NextItemSummary<Id>(["next item", "popularity"]);

ShopEvents.FromFile(file)
    .Reorder(new() { AllowedLateness = TimeSpan.FromHours(1) })
    .EvaluateNextItems(() => [new NextItemRecommender(), new PopularityRecommender()])
    .Subscribe(summary.Add, error => { Console.Error.WriteLine(error.Message); Environment.ExitCode = 1; });

foreach (var each in summary.Scores())
{
    Console.WriteLine(
        $"{each.Name}: hit rate {each.HitRate.Value:0.000} ({each.HitRate.Low:0.000} to {each.HitRate.High:0.000})");
}

var test = summary.Compare(0, 1);
Console.WriteLine(
    $"hit by the first alone {test.FirstOnly}, by the second alone {test.SecondOnly}: "
    + (test.IsSignificant ? "they differ" : "no difference that chance does not explain"));
