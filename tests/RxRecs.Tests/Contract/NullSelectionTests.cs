using System.Reactive.Linq;
using System.Reflection;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Contract;

/// <summary>A selector that returns null for an item or a key ends the results with what to do about it.</summary>
public sealed class NullSelectionTests
{
    private const string ItemIsNull = "The item selector returned null; leave such events out with Where.";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly ShopSelectors<Row, string, string> Selectors = new()
    {
        EventTime = each => each.Time,
        Kind = _ => InteractionKind.Purchase,
        User = each => each.User!,
        Item = each => each.Item!,
    };

    private static readonly Dictionary<string, Func<IObservable<Row>, IObservable<object>>> Operators = new()
    {
        [nameof(RecsObservable.AttributeConversions)] = rows => Any(rows.AttributeConversions(
            Hour,
            x => x.User!,
            x => x.Item!,
            _ => AttributionRole.Touch,
            x => x.Time,
            new() { AllowedLateness = default })),
        [nameof(RecsObservable.BundleCounts)] = rows => Any(rows.BundleCounts(Selectors)),
        [nameof(RecsObservable.Bundles)] = rows => Any(rows.Bundles(Selectors)),
        [nameof(RecsObservable.CatalogItems)] = rows =>
            Any(rows.CatalogItems(x => x.Item!, _ => InteractionKind.View, _ => default)),
        [nameof(RecsObservable.CompareRecommenders)] = rows =>
            Any(rows.CompareRecommenders(Shop, Shop, x => x.User!, x => x.Item!)),
        [nameof(RecsObservable.Enrich)] = rows =>
            Any(rows.Enrich(Observable.Empty<ItemChange<string>>(), x => x.Item!, (_, known) => known.Item)),
        [nameof(RecsObservable.EvaluateNextItems)] = rows => Any(rows.EvaluateNextItems(() => [Shop()], Selectors)),
        [nameof(RecsObservable.EvaluatePrequentially)] = rows =>
            Any(rows.EvaluatePrequentially(Shop, x => x.User!, x => x.Item!)),
        [nameof(RecsObservable.EvaluateSessions)] = rows =>
            Any(rows.EvaluateSessions(Shop, x => x.User!, _ => "visit", x => x.Item!)),
        [nameof(RecsObservable.Insights)] = rows =>
            Any(rows.Insights(Hour, Selectors, new() { AllowedLateness = default })),
        [nameof(RecsObservable.LastPerKey)] = rows => Any(rows.LastPerKey(3, x => x.User!, x => x.Item!)),
        [nameof(RecsObservable.NextItems)] = rows =>
            Any(rows.NextItems(3, x => x.User, _ => "visit", x => x.Item!, x => x.Time)),
        [nameof(RecsObservable.SalesRanking)] = rows => Any(rows.SalesRanking(3, x => x.Item!, _ => 1L, _ => 1m)),
        [nameof(RecsObservable.SimilarItems)] = rows => Any(rows.SimilarItems(3, x => x.User!, x => x.Item!)),
        [nameof(RecsObservable.TrendBuckets)] = rows =>
            Any(rows.TrendBuckets(Hour, x => x.Item!, x => x.Time, new() { AllowedLateness = default })),
        [nameof(RecsObservable.Triggers)] = rows =>
            Any(rows.Triggers(Observable.Empty<ItemChange<string>>(), Selectors, new() { AllowedLateness = default })),
        [nameof(RecsObservable.TriggersWithLists)] = rows => Any(rows.TriggersWithLists(
            Observable.Empty<ItemChange<string>>(), 3, Shop, Selectors, new() { AllowedLateness = default })),
    };

    public static IEnumerable<string> Names => Operators.Keys;

    // Those to whom an event without a user, or with none that they use, is nothing unusual.
    public static IEnumerable<string> NamesWithUsers => Names.Except(
    [
        nameof(RecsObservable.CatalogItems),
        nameof(RecsObservable.Enrich),
        nameof(RecsObservable.NextItems),
        nameof(RecsObservable.SalesRanking),
        nameof(RecsObservable.TrendBuckets),
    ]);

    [TestCaseSource(nameof(Names))]
    public void Item_Null_EndsWithWhatToDo(string name) => Assert.That(
        () => Operators[name](Rows(new("ann", null, default))).DefaultIfEmpty().Wait(),
        Throws.InvalidOperationException.With.Message.EqualTo(ItemIsNull));

    [TestCaseSource(nameof(NamesWithUsers))]
    public void User_Null_EndsWithWhatToDo(string name) => Assert.That(
        () => Operators[name](Rows(new(null, "mug", default))).DefaultIfEmpty().Wait(),
        Throws.InvalidOperationException.With.Message.Match(
            "The (key|user) selector returned null; leave|The selector User returned null .*: give HasUser"));

    [Test]
    public void EveryOperator_WithSelectorsOfItems_IsHere() => Assert.That(
        typeof(RecsObservable).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(static each => each.GetParameters().Any(TakesItems))
            .Select(static each => each.Name)
            .Distinct(),
        Is.EquivalentTo(Names));

    private static bool TakesItems(ParameterInfo parameter) =>
        parameter.Name == "itemSelector"
        || parameter.ParameterType.Name.StartsWith(nameof(ShopSelectors<,,>), StringComparison.Ordinal);

    private static IObservable<Row> Rows(Row strange) =>
        new[] { new Row("ann", "mug", default), new Row("ann", "cup", default), strange }.ToObservable();

    private static IObservable<object> Any<T>(IObservable<T> results) => results.Select(static each => (object)each!);

    private static ShopRecommender<Row, string, string> Shop() => new(Selectors, new());

    private sealed record Row(string? User, string? Item, DateTimeOffset Time);
}
