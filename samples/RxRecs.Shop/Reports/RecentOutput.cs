using RxRecs.Shop.Output;

namespace RxRecs.Shop.Reports;

/// <summary>Shows what <c>recent</c> has found.</summary>
internal sealed class RecentOutput(string per, string what, bool oldestFirst)
{
    public ResultTable<Row> Table { get; } = new("recent")
    {
        { per + "_id", per == "user" ? "User" : "Session", row => row.Key },
        { "events", "Events", row => row.Events, "#,0" },
        { what, $"Last, {(oldestFirst ? "oldest" : "newest")} first", row => row.Items, row => row.Items.Join() },
    };

    public void Print<TKey, TItem>(
        Results results,
        Dictionary<TKey, LastItems<TKey, TItem>> recent,
        Dictionary<TKey, long> counts,
        string[] named,
        int top)
        where TKey : notnull
    {
        var byName = named.ToHashSet();
        var rows = recent.Values
            .Where(last => named.Length == 0 || byName.Contains(last.Key.ToString()!))
            .OrderByDescending(last => counts[last.Key]).ThenBy(last => last.Key)
            .Take(named.Length == 0 ? top : int.MaxValue)
            .Select(last => new Row(last.Key, counts[last.Key], Order(last)))
            .ToList();
        var heading = named.Length == 0
            ? $"The {rows.Count} busiest of {recent.Count:#,0} {per}s"
            : $"Last {what} per {per}";
        results.Write(Table, heading, rows, $"No {per} with {what} was seen.");
        byName.ExceptWith(rows.Select(row => row.Key.ToString()!));
        foreach (var unknown in byName.InOrderOfIds())
        {
            results.Notice($"Unknown {per} {unknown}: no event with {what} was seen.");
        }
    }

    private object[] Order<TKey, TItem>(LastItems<TKey, TItem> last)
    {
        var items = last.Items.IsDefault ? [] : last.Items.Select(item => (object)item!).ToArray();
        if (oldestFirst)
        {
            Array.Reverse(items);
        }

        return items;
    }

    /// <summary>A user or session, and what came last.</summary>
    internal sealed record Row(object Key, long Events, object[] Items);
}
