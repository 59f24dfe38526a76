using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Collections;

/// <summary>An order that is given may hold items equal that are not; a type may have none.</summary>
public sealed class ItemOrderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void PopularOfDay_ItemsThatTheOrderHoldsEqual_AreBothThere()
    {
        var state = new PopularOfDayState<string>(itemOrder: StringComparer.OrdinalIgnoreCase);
        foreach (var item in new[] { "sku", "SKU", "SKU" })
        {
            state.Learn(item, 1, Start);
        }

        Assert.That(state.Items, Is.EqualTo(new[] { ("SKU", 2.0), ("sku", 1.0) }));
    }

    [TestCaseSource(nameof(Orders))]
    public void Top_ItemsThatTheOrderHoldsEqual_MakeABundle(IComparer<string> order)
    {
        var state = new BundleState<int, string>(itemOrder: order);
        for (var user = 0; user < 3; user++)
        {
            state.Learn(user, true, null, "sku", Start);
            state.Learn(user, true, null, "SKU", Start);
        }

        var bundles = new List<Bundle<string>>();
        state.Top(5, bundles);

        Assert.That(bundles.Single().Together, Is.EqualTo(3));
    }

    [Test]
    public void TrendTransitions_ItemsThatTheOrderHoldsEqual_HaveOneOrder([Values] bool isReversed)
    {
        string[] items = isReversed ? ["a", "A"] : ["A", "a"];
        var events = items.Append("z").Append("z")
            .Select((item, place) => (Item: item, Time: Start.AddHours(Math.Max(0, place - 1))));
        var changes = events.ToObservable()
            .TrendBuckets(TimeSpan.FromHours(1), x => x.Item, x => x.Time, new() { AllowedLateness = TimeSpan.Zero })
            .TrendTransitions(TrendScore.DampedChange, StringComparer.OrdinalIgnoreCase)
            .FirstAsync().Wait().Changes;

        Assert.That(changes.Select(each => each.Item), Is.EqualTo(new[] { "z", "A", "a" }));
    }

    [Test]
    public void TumblingWindow_KeysWithoutAnOrder_AreRefusedBeforeAnyTie()
    {
        var rows = Observable.Return((Key: new Unordered("a"), Time: Start));
        IObservable<EventWindow<Unordered, long>> Windows(IComparer<Unordered>? order) => rows.TumblingWindow(
            TimeSpan.FromHours(1),
            x => x.Key,
            WindowAggregate.Count<(Unordered Key, DateTimeOffset Time)>(),
            x => x.Time,
            new() { AllowedLateness = TimeSpan.Zero },
            order);

        Assert.That(
            () => Windows(null).Wait(), Throws.ArgumentException.With.Message.Contains("has no order of its own"));
        Assert.That(
            Windows(Comparer<Unordered>.Create((x, y) => string.CompareOrdinal(x.Name, y.Name))).Wait().Key.Name,
            Is.EqualTo("a"));
    }

    private static IEnumerable<IComparer<string>> Orders() =>
        [StringComparer.OrdinalIgnoreCase, Comparer<string>.Create(static (_, _) => 0)];

    private sealed record Unordered(string Name);
}
