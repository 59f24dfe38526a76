using System.Collections.ObjectModel;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using DynamicData;
using DynamicData.Binding;

namespace RxRecs.DynamicData.Tests;

/// <summary>The example of docs/dynamic-data.md runs, and it is word for word what runs here.</summary>
[NonParallelizable]
public sealed class GuideTests
{
    private const string First = "// Guide begins";
    private const string Last = "// Guide ends";
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Example_UserCartsTwoItems_ShowsThemOnTheScreensScheduler()
    {
        using var shop = new Subject<Interaction>();
        var screen = new HistoricalScheduler();
        using var example = Example(shop, user: 1, screen, out var rows, out var arrow);

        shop.OnNext(new Interaction(Start, InteractionKind.Cart, 1, 11));
        var early = rows.Count;
        screen.Start();
        var one = Shown();
        shop.OnNext(new Interaction(Start.AddMinutes(1), InteractionKind.Cart, 1, 12));
        screen.Start();
        var two = Shown();
        shop.OnNext(new Interaction(Start.AddMinutes(2), InteractionKind.View, 1, 12));
        screen.Start();

        Assert.That(early, Is.Zero);
        Assert.That(one, Is.EqualTo("1 11 new"));
        Assert.That(two, Is.EqualTo("1 12 new, 2 11 down"));
        Assert.That(Shown(), Is.EqualTo("1 12 , 2 11 "));

        string Shown() => string.Join(", ", rows.Select(row => $"{row.Rank} {row.Entry.Item} {arrow(row)}"));
    }

    [Test]
    public void Example_Disposed_LeavesTheShop()
    {
        using var shop = new Subject<Interaction>();
        var example = Example(shop, user: 1, new HistoricalScheduler(), out _, out _);
        var before = shop.HasObservers;

        example.Dispose();

        Assert.That((before, shop.HasObservers), Is.EqualTo((true, false)));
    }

    [Test]
    public void Example_SourceError_IsWritten()
    {
        var output = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            using var shop = new Subject<Interaction>();
            var screen = new HistoricalScheduler();
            using var example = Example(shop, user: 1, screen, out _, out _);
            shop.OnError(new InvalidOperationException("broken"));
            screen.Start();
        }
        finally
        {
            Console.SetOut(output);
        }

        Assert.That(written.ToString(), Does.Contain("The list stands still: broken"));
    }

    [Test]
    public void Example_InTheGuide_IsWhatRuns()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dynamic-data.md")).ReplaceLineEndings("\n");

        Assert.That(guide, Does.Contain("```csharp\n" + Source() + "```\n"), "Copy the example of GuideTests.cs.");
    }

    private static CompositeDisposable Example(
        IObservable<Interaction> shop,
        Id user,
        IScheduler screen,
        out ReadOnlyObservableCollection<Ranked<Recommendation<Id>>> bound,
        out Func<Ranked<Recommendation<Id>>, string> arrow)
    {
        // Guide begins
        var options = new ShopRecommenderOptions { Buckets = new() { AllowedLateness = TimeSpan.FromHours(1) } };
        var byRank = SortExpressionComparer<Ranked<Recommendation<Id>>>.Ascending(row => row.Rank);

        var cache = shop
            .Recommend(10, () => new ShopRecommender(options), each => each.User)
            .ToCache(user); // subscribes at once, and holds the user's list
        var binding = cache.Connect()
            .SortAndBind(out var rows, byRank, new SortAndBindOptions { Scheduler = screen, ResetThreshold = 0 })
            .Subscribe(_ => { }, error => Console.WriteLine($"The list stands still: {error.Message}"));

        // rows is a ReadOnlyObservableCollection<Ranked<Recommendation<Id>>>, for the list control.
        static string Arrow(Ranked<Recommendation<Id>> row) => (row.PreviousRank - row.Rank) switch
        {
            null => "new",
            > 0 => "up",
            < 0 => "down",
            _ => "",
        };

        var page = new CompositeDisposable(binding, cache); // dispose it with the page
        // Guide ends
        (bound, arrow) = (rows, Arrow);
        return page;
    }

    private static string Source()
    {
        var lines = File.ReadAllLines(
            Path.Combine(Repository.Root, "tests", "RxRecs.DynamicData.Tests", "GuideTests.cs"));
        var first = Array.FindIndex(lines, line => line.Trim() == First);
        var last = Array.FindIndex(lines, line => line.Trim() == Last);
        return string.Concat(lines[(first + 1)..last].Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));
    }
}
