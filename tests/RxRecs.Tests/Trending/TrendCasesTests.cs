using System.Globalization;
using System.Reactive.Linq;
using System.Text.Json;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Trending;

/// <summary>The trend parts of the acceptance cases of reference systems 002 and 003.</summary>
public sealed class TrendCasesTests
{
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly KindWeights Purchases = new() { Cart = 0 };
    private static readonly TrendBucketsOptions Options =
        new() { AllowedLateness = TimeSpan.FromHours(1), Origin = Start };

    [Test]
    public void Case002_Recommended_CountsAndTransitions()
    {
        var expected = CaseFiles.Expected("002").GetProperty("recommended");
        var buckets = Weeks().All();
        Assert.That(buckets.Select(Counts), Is.EqualTo(Texts(expected.GetProperty("counts"))));
        Assert.That(
            buckets.Where(bucket => bucket.IsPartial).Select(bucket => bucket.Index),
            Is.EqualTo(expected.GetProperty("partial_buckets").EnumerateArray().Select(each => each.GetInt64())));
        var transitions = Weeks().TrendTransitions(TrendScore.DampedChange).All();
        Assert.That(
            transitions.Select(transition => Scores(transition.Before.LastIndex, transition.Changes)),
            Is.EqualTo(Texts(expected.GetProperty("trending_items"))));
    }

    [Test]
    public void Case002_Recommended_Rankings()
    {
        var expected = CaseFiles.Expected("002").GetProperty("recommended");
        var reports = Weeks().TopTrends(TrendScore.DampedChange, new() { Top = 5, MinChange = 1 }).All();
        var asOfBucket1 = expected.GetProperty("top_trending_as_of_bucket_1").EnumerateArray()
            .Select(each => ((Id)each.GetProperty("product_id").GetInt64(), each.GetProperty("trend").GetDouble()));
        Assert.That(reports[1].Rising.Select(change => (change.Item, change.Score!.Value)), Is.EqualTo(asOfBucket1));
        var latest = expected.GetProperty("latest_complete_transition");
        Assert.That(reports[^1].Rising, Is.Empty);
        Assert.That(reports[^1].Transition!.Before.LastIndex, Is.EqualTo(latest.GetProperty("from").GetInt64()));
        Assert.That(reports[^1].Transition!.Now.LastIndex, Is.EqualTo(latest.GetProperty("to").GetInt64()));
        Assert.That(Scores(2, reports[^1].Falling), Is.EqualTo(Text("2", latest.GetProperty("items"))));
    }

    [Test]
    public void Case002_Recommended_RisingAndFalling()
    {
        var expected = CaseFiles.Expected("002").GetProperty("recommended").GetProperty("rising_and_falling");
        var insights = TrendInsights.Describe(Weeks().TrendTransitions(TrendScore.DampedChange).All());
        var insight = insights.Single(each => each.Item == 1307153);
        Assert.That(insight.Text, Is.EqualTo(expected.GetProperty("1307153").GetString()));
        Assert.That((insight.Rises, insight.Falls), Is.EqualTo((true, true)));
        Assert.That(insight.ToString(), Is.EqualTo("Product 1307153 rises bucket 0->1 (0.5), falls 1->2 (-0.5)."));
    }

    [Test]
    public void Case003_Recommended_DailyCounts()
    {
        var expected = CaseFiles.Expected("003").GetProperty("recommended").GetProperty("daily_counts");
        foreach (var day in expected.EnumerateObject())
        {
            var date = DateOnly.ParseExact(day.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var bucket = Days().All().Single(each => DateOnly.FromDateTime(each.Start.UtcDateTime) == date);
            Assert.That(
                day.Value.EnumerateObject().Select(count => bucket.CountOf(long.Parse(count.Name))),
                Is.EqualTo(day.Value.EnumerateObject().Select(count => count.Value.GetDouble())));
        }
    }

    [TestCase(10, "502 501")]
    [TestCase(100, "502 501")]
    [TestCase(100.5, "502")]
    public void Case003_Recommended_DayOverDay(double minPercent, string items)
    {
        var report = Report(TrendBasis.LastTransition, new() { AmongPopular = 10, MinScore = minPercent });
        Assert.That(string.Join(' ', report.Rising.Select(change => change.Item)), Is.EqualTo(items));
        Assert.That(
            report.Rising.Select(change => change.Score),
            Is.EqualTo(items == "502" ? [200.0] : new[] { 200.0, 100.0 }));
        Assert.That(report.New, Is.EqualTo([new TrendChange<Id>(504, 0, 2, null)]));
        Assert.That(report.Falling, minPercent > 100 ? Is.Empty : Is.EqualTo([new TrendChange<Id>(505, 2, 0, -100)]));
        Assert.That(report.Summary, Does.StartWith("Last bucket over the one before: 2019-11-04"));
    }

    [TestCase(TrendBasis.FirstToLast, "total_increase_first_to_last_bucket")]
    [TestCase(TrendBasis.SecondHalfOverFirst, "total_increase_second_half_over_first_half")]
    public void Case003_Recommended_TotalIncrease(TrendBasis basis, string name)
    {
        var changes = Report(basis, new()).Transition!.Changes;
        var recommended = CaseFiles.Expected("003").GetProperty("recommended");
        foreach (var expected in recommended.GetProperty(name).EnumerateObject())
        {
            var change = changes.SingleOrDefault(each => each.Item == long.Parse(expected.Name));
            Assert.That(
                change.Score,
                expected.Value.ValueKind == JsonValueKind.Null
                    ? Is.Null
                    : Is.EqualTo(expected.Value.GetDouble()).Within(1e-12));
        }
    }

    private static IObservable<TrendBucket<Id>> Weeks() =>
        CaseFiles.Input("002").ToObservable().TrendBuckets(TimeSpan.FromDays(7), Options with { Weights = Purchases });

    private static IObservable<TrendBucket<Id>> Days() =>
        CaseFiles.Input("003").ToObservable().TrendBuckets(TimeSpan.FromDays(1), Options);

    private static TrendReport<Id> Report(TrendBasis basis, TrendRankingOptions ranking) => Days()
        .TrendRange(
            new DateTimeOffset(2019, 11, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2019, 11, 5, 0, 0, 0, TimeSpan.Zero),
            TrendScore.PercentChange,
            basis,
            ranking)
        .Wait();

    private static string Counts(TrendBucket<Id> bucket) =>
        $"{bucket.Index}: " + string.Join(' ', bucket.Counts.Select(pair => $"{pair.Key}={pair.Value:R}"));

    private static string Scores(long from, IEnumerable<TrendChange<Id>> changes) =>
        $"{from}: " + string.Join(
            ' ', changes.OrderBy(change => change.Item).Select(change => $"{change.Item}={change.Score:R}"));

    private static IEnumerable<string> Texts(JsonElement buckets) =>
        buckets.EnumerateObject().Select(bucket => Text(bucket.Name, bucket.Value));

    private static string Text(string name, JsonElement items) =>
        $"{name}: " + string.Join(
            ' ',
            items.EnumerateObject()
                .OrderBy(item => long.Parse(item.Name))
                .Select(item => $"{item.Name}={item.Value.GetDouble():R}"));
}
