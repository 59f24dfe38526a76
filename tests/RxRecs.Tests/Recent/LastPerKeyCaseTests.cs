using System.Reactive.Linq;
using System.Text.Json;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Recent;

/// <summary>Reference systems 001 and 003: their acceptance cases.</summary>
public sealed class LastPerKeyCaseTests
{
    [TestCase("last_n_distinct_oldest_first", true)]
    [TestCase("last_n_raw_oldest_first", false)]
    public void Case001_LastN_IsAsRecommended(string expected, bool distinct)
    {
        var events = CaseFiles.Input("001").ToObservable();
        var last = Last(
            distinct ? events.LastItemsPerUser(3) : events.LastPerKey(3, x => x.User, x => x.Item, x => x.EventTime));
        var recommended = CaseFiles.Expected("001").GetProperty("recommended").GetProperty(expected);
        Assert.That(last[1001].Reverse(), Is.EqualTo(recommended.EnumerateArray().Select(x => (Id)x.GetInt64())));
    }

    [TestCase("recent_brands_cap50", 50)]
    [TestCase("recent_brands_cap2", 2)]
    public void Case003_RecentBrands_IsAsRecommended(string expected, int count)
    {
        // The case's day range ends before the last row.
        var end = new DateTimeOffset(2019, 11, 5, 0, 0, 0, TimeSpan.Zero);
        var events = CaseFiles.Input("003").Where(x => x.EventTime < end);
        var last = Last(events.ToObservable().LastBrandsPerUser(count));
        var recommended = CaseFiles.Expected("003").GetProperty("recommended").GetProperty(expected);
        Assert.That(
            last.OrderBy(x => x.Key).Select(x => $"{x.Key}: {string.Join(' ', x.Value.Reverse())}"),
            Is.EqualTo(recommended.EnumerateObject().Select(x => $"{x.Name}: {string.Join(' ', Texts(x.Value))}")));
    }

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(x => x.GetString());

    private static Dictionary<TKey, TItem[]> Last<TKey, TItem>(IObservable<LastItems<TKey, TItem>> source)
        where TKey : notnull
    {
        var last = new Dictionary<TKey, TItem[]>();
        using var subscription = source.Subscribe(x => last[x.Key] = [.. x.Items]);
        return last;
    }
}
