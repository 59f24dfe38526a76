using System.Globalization;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Interactions;

/// <summary>
/// What a record says of itself in a log: the same in every culture, with times that have one reading.
/// </summary>
public sealed class RecordTextTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(1));
    private const string Utc = "2026-03-02 08:30:00Z";

    [TestCaseSource(nameof(Records))]
    public void ToString_InAnotherCulture_IsTheSame(object record, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = WithCommas(); // there may be no culture but the invariant one
        try
        {
            Assert.That(record.ToString(), Is.EqualTo(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo WithCommas()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        return culture;
    }

    private static IEnumerable<TestCaseData> Records()
    {
        yield return Case(
            new Interaction(Time, InteractionKind.View, "ann", 7) { Price = 2.5m, Session = "s" },
            $"Interaction {{ EventTime = {Utc}, Kind = View, Item = 7, User = ann, Session = s, Category = , "
            + "CategoryPath = , Brand = , Price = 2.5, Quantity = 1 }");
        yield return Case(
            new CartChange<string, string>(CartChangeKind.Added, "ann", "tea", 1, Time, 2, 3),
            $"CartChange {{ Kind = Added, Key = ann, Item = tea, Quantity = 1, EventTime = {Utc}, OpenItems = 2, "
            + "Total = 3 }");
        yield return Case(
            new EventWindow<string, double>("ann", Time, Time.AddHours(1), 1.5, 2, true),
            $"EventWindow {{ Key = ann, Start = {Utc}, End = 2026-03-02 09:30:00Z, Value = 1.5, Count = 2, "
            + "IsPartial = True }");
        yield return Case(
            new LateEvent<double>(1.5, Time, Time, 1),
            $"LateEvent {{ Event = 1.5, EventTime = {Utc}, Watermark = {Utc}, Count = 1 }}");
        yield return Case(
            new ItemChange<string>("tea", Time) { Price = 2.5m, IsInStock = true },
            $"ItemChange {{ Item = tea, EventTime = {Utc}, Brand = , Category = , CategoryPath = , Price = 2.5, "
            + "IsVisible = , IsInStock = True }");
        yield return Case(
            new TrendBucket<string>(1, Time, Time.AddHours(1), [new("tea", 1.5)]),
            $"bucket 1 [{Utc}, 2026-03-02 09:30:00Z): 1 items, total 1.5");
        yield return Case(
            new RecommendationList<string, string>(
                "ann", [new("tea", 1.5, new RecommendationReason(RecommendationSource.Trending, 1.5, null))]),
            "ann: tea (Trending 1.5)");
        yield return Case(
            new TrendPeriod(1, 2, Time, Time),
            $"TrendPeriod {{ FirstIndex = 1, LastIndex = 2, Start = {Utc}, End = {Utc} }}");
        var trigger = new Trigger<string, string>(TriggerKind.PriceDropped, "ann", ["tea", "cup"], Time)
        {
            PriceBefore = 2.5m,
            Price = 2,
        };
        yield return Case(
            trigger,
            $"Trigger {{ Kind = PriceDropped, User = ann, Items = tea cup, EventTime = {Utc}, Id = {trigger.Id}, "
            + "PriceBefore = 2.5, Price = 2, Suppressed = 0 }");
    }

    private static TestCaseData Case(object record, string expected) =>
        new TestCaseData(record, expected).SetArgDisplayNames(record.GetType().Name);
}
