#:project ../src/RxRecs.Csv
#:property PublishAot=false
using System.Reactive.Linq;
using RxRecs;
using RxRecs.Csv;

// Prints the brands that rise from one bucket of four hours to the next, of a file of shop events:
//   dotnet run samples/TrendingBrands.cs [-- FILE]
var file = args.FirstOrDefault() ?? "samples/shop.csv";
var options = new TrendBucketsOptions { AllowedLateness = TimeSpan.FromHours(1) }; // rows may be an hour out of order
var ranking = new TrendRankingOptions { Top = 3 };

var reports = ShopEvents.FromFile(file)
    .Where(each => each.Brand is { Length: > 0 })
    .TrendBuckets(TimeSpan.FromHours(4), each => each.Brand!, each => each.EventTime, options)
    .TopTrends(TrendScore.SymmetricChange(), ranking);
reports.Subscribe(
    report => Console.WriteLine(report.Transition is { } change
        ? $"{change.Now.Start:MM-dd HH:mm} "
            + string.Join(", ", report.Rising.Select(each => $"{each.Item} {each.Before} -> {each.Now}"))
        : report.Summary), // nothing yet to compare with, and why
    error => { Console.Error.WriteLine(error.Message); Environment.ExitCode = 1; });
