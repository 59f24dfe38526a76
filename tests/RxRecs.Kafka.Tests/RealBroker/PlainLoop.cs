using System.Globalization;
using RxRecs.Kafka.Worker;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// The results that the pipelines must give, found by a loop over the events with neither Rx nor Kafka.
/// </summary>
internal sealed class PlainLoop
{
    private readonly Dictionary<Id, LinkedList<string>> _brands = [];

    /// <summary>The number of times that each item was seen on each day.</summary>
    public Dictionary<(string Day, Id Item), long> Counts { get; } = [];

    /// <summary>The lines of each user, one per event.</summary>
    public Dictionary<string, List<string>> Lines { get; } = [];

    public static PlainLoop Of(IEnumerable<Interaction> events, bool keepLines = true)
    {
        var loop = new PlainLoop();
        foreach (var each in events)
        {
            loop.Take(each, keepLines);
        }

        return loop;
    }

    /// <summary>Every user's last brands, newest first, as a number.</summary>
    public Dictionary<Id, ulong> LastBrands() =>
        _brands.ToDictionary(pair => pair.Key, pair => ShopPipeline.Fingerprint([.. pair.Value]));

    public static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Take(in Interaction value, bool keepLines)
    {
        var day = (Day(value.EventTime), value.Item);
        Counts[day] = Counts.GetValueOrDefault(day) + 1;
        if (!_brands.TryGetValue(value.User, out var brands))
        {
            _brands[value.User] = brands = new LinkedList<string>();
        }

        brands.AddFirst(value.Brand!);
        if (brands.Count > ShopPipeline.Brands)
        {
            brands.RemoveLast();
        }

        if (!keepLines)
        {
            return;
        }

        var user = value.User.ToString();
        if (!Lines.TryGetValue(user, out var lines))
        {
            Lines[user] = lines = [];
        }

        lines.Add(ShopPipeline.UserText(brands.Count, ShopPipeline.Fingerprint([.. brands])));
    }
}
