using System.Collections.ObjectModel;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using DynamicData;
using DynamicData.Binding;

namespace RxRecs.DynamicData.Tests;

/// <summary>The examples of docs/dynamic-data.md run, and they are word for word what runs here.</summary>
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
    public void Orders_ItemsThatChangePlaces_AreFoundByTheBinarySearch()
    {
        Orders(out var byRankThenItem, out _);
        using var source = new Subject<IReadOnlyList<Recommendation<Id>>>();
        using var binding = source.ToRankedChangeSet(each => each.Item)
            .SortAndBind(
                out var rows, byRankThenItem, new SortAndBindOptions { UseBinarySearch = true, ResetThreshold = 0 })
            .Subscribe();
        Id[][] lists = [[1, "hat", 2], ["hat", 1, 2], [2, "hat", "bag", 1]];

        foreach (var list in lists)
        {
            source.OnNext([.. list.Select(item => new Recommendation<Id>(item, 0, default))]);
            Assert.That(rows.Select(row => row.Entry.Item), Is.EqualTo(list));
        }
    }

    [Test]
    public void Orders_OpenCarts_NewestFirstThenByKeyAndItem()
    {
        Orders(out _, out var newestFirst);
        OpenCartLine<Id, Id>[] lines =
        [
            new("ann", 1, 1, Start.AddDays(1), IsAbandoned: false),
            new(2, "hat", 1, Start, IsAbandoned: false),
            new("ann", 7, 1, Start, IsAbandoned: false),
            new("ann", "hat", 1, Start, IsAbandoned: false),
        ];

        Assert.That(lines.Reverse().Order(newestFirst), Is.EqualTo(lines));
    }

    [Test]
    public void Examples_InTheGuide_AreWhatRuns()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dynamic-data.md")).ReplaceLineEndings("\n");
        var blocks = guide.Split("```csharp\n").Skip(1).Select(each => each.Split("```\n")[0]);

        Assert.That(blocks, Is.EqualTo(Sources()), "Copy the examples of GuideTests.cs.");
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

    private static void Orders(
        out IComparer<Ranked<Recommendation<Id>>> ranked, out IComparer<OpenCartLine<Id, Id>> carts)
    {
        // Guide begins
        var byRankThenItem = Comparer<Ranked<Recommendation<Id>>>.Create((left, right) =>
            (left.Rank, left.Entry.Item).CompareTo((right.Rank, right.Entry.Item)));
        var newestFirst = Comparer<OpenCartLine<Id, Id>>.Create((left, right) =>
            (right.ChangedAt, left.Key, left.Item).CompareTo((left.ChangedAt, right.Key, right.Item)));
        // Guide ends
        (ranked, carts) = (byRankThenItem, newestFirst);
    }

    private static IEnumerable<string> Sources()
    {
        var lines = File.ReadAllLines(
            Path.Combine(Repository.Root, "tests", "RxRecs.DynamicData.Tests", "GuideTests.cs"));
        return lines.Index().Where(each => each.Item.Trim() == First).Select(first => string.Concat(
            lines.Skip(first.Index + 1).TakeWhile(line => line.Trim() != Last)
                .Select(line => (line.Length > 8 ? line[8..] : "") + "\n")));
    }
}
