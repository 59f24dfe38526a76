using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Carts;
using RxRecs.Interactions;
using RxRecs.Ranking;
using RxRecs.Time;
using RxRecs.Trending;

namespace RxRecs.Csv.Tests;

/// <summary>The example of the README runs, and it is word for word what runs here.</summary>
[NonParallelizable]
public sealed class ReadmeTests
{
    private const string First = "// README begins";
    private const string Last = "// README ends";

    [Test]
    public void Example_OverTheCaseFile_PrintsTrendsCartsAndRecommendations()
    {
        var output = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Example([Repository.Case("002_input.csv")]);
        }
        finally
        {
            Console.SetOut(output);
        }

        Assert.That(written.ToString(), Does.Contain("late: 0").And.Contain("1307153 rises: 0 -> 1"));
        Assert.That(written.ToString(), Does.Contain("user 900 left 1 in the cart"));
        Assert.That(written.ToString(), Does.Contain("for user 900: 23 (OpenCart), 22 (History)"));
    }

    [Test]
    public void Example_InTheReadme_IsWhatRuns()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

        Assert.That(readme, Does.Contain("```csharp\n" + Source() + "```\n"), "Copy the example of ReadmeTests.cs.");
    }

    private static void Example(string[] args)
    {
        // README begins
        var late = new Subject<LateEvent<Interaction>>();
        var buckets = new TrendBucketsOptions { AllowedLateness = TimeSpan.FromHours(1) };
        var carts = new CartOptions { AllowedLateness = TimeSpan.FromHours(1), AbandonAfter = TimeSpan.FromHours(3) };
        var shop = ShopEvents.FromFile(args[0]).Publish(); // or Kafka, or any IObservable<Interaction>

        shop.TrendBuckets(TimeSpan.FromDays(1), buckets, lateEvents: late)
            .TopTrends(new DampedChangeScore(), new TrendRanking { Top = 3 })
            .SelectMany(report => report.Rising)
            .Subscribe(each => Console.WriteLine($"{each.Item} rises: {each.Cur} -> {each.Next}"));
        shop.CartMinusPurchasePerUser(carts)
            .Where(change => change.Kind == CartChangeKind.Abandoned)
            .Subscribe(change => Console.WriteLine($"user {change.Key} left {change.OpenItems} in the cart"));
        var options = new ShopRecommenderOptions { Buckets = buckets };
        shop.Recommend(2, () => new ShopRecommender(options), each => each.User)
            .Subscribe(list => Console.WriteLine($"for user {list.User}: " +
                string.Join(", ", list.Items.Select(each => $"{each.Item} ({each.Reason.Source})"))));
        late.Count().Subscribe(count => Console.WriteLine($"late: {count}"));

        using (shop.Connect())
        {
            late.OnCompleted();
        }
        // README ends
    }

    private static string Source()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "RxRecs.Csv.Tests", "ReadmeTests.cs"));
        var first = Array.FindIndex(lines, line => line.Trim() == First);
        var last = Array.FindIndex(lines, line => line.Trim() == Last);
        return string.Concat(lines[(first + 1)..last].Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));
    }
}
