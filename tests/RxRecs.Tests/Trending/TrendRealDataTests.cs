using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text.Json;
using RxRecs.Tests.Recommenders;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Trending;

/// <summary>Trends over real data; skipped where it is absent.</summary>
[Category(Repository.DataTests)]
public sealed class TrendRealDataTests
{
    private static readonly DateTimeOffset Start = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static JsonElement Log => CaseFiles.Json(Repository.Data("open-avenues-log/002_readme_log_expected.json"));

    [Test]
    public void OpenAvenuesLog_Recommended_WeeklyTransitions()
    {
        var expected = Log.GetProperty("recommended");
        var buckets = LogRows().Select(CaseFiles.ToInteraction).ToObservable()
            .TrendBuckets(
                TimeSpan.FromDays(7),
                new TrendBucketsOptions
                {
                    AllowedLateness = TimeSpan.FromDays(31),
                    Origin = Start,
                    Weights = new KindWeights { Cart = 0 },
                })
            .All();
        Assert.That(
            buckets.Select(bucket => bucket.Total),
            Is.EqualTo(
                expected.GetProperty("purchases_per_bucket").EnumerateObject().Select(each => each.Value.GetDouble())));
        Assert.That(buckets.Where(bucket => bucket.IsPartial).Select(bucket => bucket.Index), Is.EqualTo([4]));
        var transitions = buckets.ToObservable().TrendTransitions(TrendScore.DampedChange).All();
        foreach (var transition in transitions)
        {
            var block = expected.GetProperty("transitions").GetProperty($"{transition.Before.LastIndex}");
            var top = block.GetProperty("top5").EnumerateArray().Select(ToChange);
            var bottom = block.GetProperty("bottom3").EnumerateArray().Select(ToChange);
            var changed = transition.Changes.Where(change => change.Now != change.Before).ToList();
            Assert.That(changed, Has.Count.EqualTo(block.GetProperty("items").GetInt32()));
            Assert.That(changed.Take(5), Is.EqualTo(top));
            Assert.That(changed.TakeLast(3), Is.EqualTo(bottom));
        }
    }

    /// <summary>
    /// The output of the log's own program: its batch layer in order of arrival, copying the running count of every
    /// item into the bucket of the newest purchase. Plain Rx; the library offers no such mode.
    /// </summary>
    [Test]
    public void OpenAvenuesLog_AsBuilt_CumulativeCopies()
    {
        var printed = Log.GetProperty("as_built").GetProperty("readme_lines").EnumerateArray()
            .Select(line => line.GetString()!)
            .Where(line => line.StartsWith("Bucket ", StringComparison.Ordinal))
            .Select(Parse);
        var copies = LogRows().ToObservable()
            .Where(row => row["layer"] == "Batch" && row["event_type"] == "purchase")
            .Select(CaseFiles.ToInteraction)
            .Aggregate(
                (Running: new Dictionary<Id, int>(), Buckets: new SortedDictionary<Id, Dictionary<Id, int>>()),
                (state, purchase) =>
                {
                    state.Running[purchase.Item] = state.Running.GetValueOrDefault(purchase.Item) + 1;
                    state.Buckets[(purchase.EventTime - Start).Days / 7] = new(state.Running);
                    return state;
                })
            .Wait();
        var scored = Enumerable.Range(0, copies.Buckets.Count - 1).Select(i => Trends(
            i, copies.Buckets.GetValueOrDefault(i) ?? [], copies.Buckets.GetValueOrDefault(i + 1) ?? []));
        Assert.That(scored, Is.EqualTo(printed));
    }

    [Test]
    public void RetailRocket_ShuffledDays_GiveTheBucketsOfTheSortedFile()
    {
        var shuffled = RetailRocket();
        var sorted = shuffled.OrderBy(each => each.EventTime).ToList();
        var expected = Days(sorted, TimeSpan.Zero, out var late);
        Assert.That(late, Is.Zero);
        Assert.That(Days(shuffled, TimeSpan.FromHours(24), out late), Is.EqualTo(expected));
        Assert.That(late, Is.Zero);
    }

    [Test]
    public void RetailRocket_AnHourOfLateness_CountsExactlyTheEventsOfClosedDays()
    {
        var shuffled = RetailRocket();
        Days(shuffled, TimeSpan.FromHours(1), out var late);
        var newest = DateTimeOffset.MinValue;
        var behind = 0L;
        foreach (var each in shuffled)
        {
            var day = new DateTimeOffset(each.EventTime.Date, TimeSpan.Zero);
            behind += day.AddDays(1).AddHours(1) <= newest ? 1 : 0;
            newest = each.EventTime > newest ? each.EventTime : newest;
        }

        Assert.That(late, Is.EqualTo(behind));
        Assert.That(late, Is.Positive);
    }

    private static List<string> Days(IEnumerable<Interaction> source, TimeSpan lateness, out long late)
    {
        long count = 0;
        var buckets = source.ToObservable()
            .TrendBuckets(
                TimeSpan.FromDays(1), new() { AllowedLateness = lateness, Weights = new() { View = 0.1 } })
            .NoteLate(each => count = each.Count)
            .All();
        late = count;
        return [.. buckets.Select(bucket => bucket.Text(withLate: false))];
    }

    private static List<Interaction> RetailRocket() =>
    [
        .. File.ReadLines(Repository.Data("retailrocket/sampled_events.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(fields => new Interaction(
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(fields[0])),
                fields[2] switch
                {
                    "view" => InteractionKind.View,
                    "addtocart" => InteractionKind.Cart,
                    _ => InteractionKind.Purchase,
                },
                long.Parse(fields[1]),
                long.Parse(fields[3]))),
    ];

    private static IEnumerable<Dictionary<string, string>> LogRows() =>
        CaseFiles.Rows(Repository.Data("open-avenues-log/002_readme_log_input.csv"));

    private static TrendChange<Id> ToChange(JsonElement each) => new(
        each.GetProperty("product_id").GetInt64(),
        each.GetProperty("cur").GetDouble(),
        each.GetProperty("next").GetDouble(),
        each.GetProperty("trend").GetDouble());

    private static string Trends(int index, Dictionary<Id, int> cur, Dictionary<Id, int> next) =>
        $"{index}: " + string.Join(' ', cur.Keys.Union(next.Keys).Order()
            .Select(item => (item, from: (double)cur.GetValueOrDefault(item), to: (double)next.GetValueOrDefault(item)))
            .Where(each => Math.Abs(each.to - each.from) >= 1)
            .Select(each => $"{each.item}={TrendScore.DampedChange.Score(new(each.from, each.to, 0, 0, 0, 0)):R}"));

    private static string Parse(string line)
    {
        var index = line["Bucket ".Length..line.IndexOf(':', StringComparison.Ordinal)];
        var items = line[(line.IndexOf('{', StringComparison.Ordinal) + 1)..^1].Split(", ")
            .Select(pair => pair.Split(": "))
            .OrderBy(pair => long.Parse(pair[0]))
            .Select(pair => $"{pair[0]}={double.Parse(pair[1], CultureInfo.InvariantCulture):R}");
        return $"{index}: " + string.Join(' ', items);
    }
}
