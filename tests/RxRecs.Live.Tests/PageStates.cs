namespace RxRecs.Live;

/// <summary>States and lists as the server sends them.</summary>
internal static class PageStates
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A server that has read nothing yet.</summary>
    public static object Empty { get; } = new { at = Noon };

    /// <summary>A shop in full swing; ids are long, for what has to fit.</summary>
    public static object Busy(int events = 12_345, string item = "item-of-a-rather-long-name-100001") => new
    {
        at = Noon,
        insightsUntil = Noon,
        eventsPerSecond = 812.4,
        events,
        watermark = Noon.AddSeconds(-2),
        lagMs = 2_400,
        rising = Trend(item, 12, 48, 0.59),
        falling = Trend("100002", 50, 10, -0.66),
        hitRate = Enumerable.Range(0, 30).Select(minute => new
        {
            t = Noon.AddMinutes(minute - 30),
            value = 0.2 + (0.001 * minute),
            low = 0.18,
            high = 0.25,
            n = 100 * (minute + 1),
        }),
        carts = new
        {
            open = 1_284,
            abandoned = 312,
            recent = new[] { "added", "purchased", "abandoned" }.Select((change, index) =>
                new { user = $"user-{index}", change, item = $"10020{index}" }),
        },
        deadLetters = new Dictionary<string, int> { ["no such kind of event"] = 41, ["not JSON"] = 7 },
        flow = new
        {
            nodes = Stages.Select(stage => new { id = stage, label = stage, rate = 812.4 }),
            edges = Stages.Zip(Stages.Skip(1), (from, to) => new { from, to }),
        },
    };

    /// <summary>The report of the minute before noon.</summary>
    public static object Insights(string brand) => new
    {
        start = Noon.AddMinutes(-1),
        end = Noon,
        now = Figures(users: 2_000, converted: 400),
        before = Figures(users: 2_000, converted: 300),
        items = Changes(
            new { product_id = 17, before = 40, now = 120, score = 6.3, since = Noon.AddMinutes(-3) },
            new { product_id = 18, before = 50, now = 20, score = -3.6, since = Noon.AddMinutes(-1) }),
        categories = Changes(),
        brands = Changes(new { brand, before = 400, now = 700, score = 9.0, since = Noon.AddMinutes(-2) }),
        contrasts = Array.Empty<object>(),
        against_category = new[]
        {
            new
            {
                product_id = brand,
                demand = new { before = 40, now = 120, score = 6.3 },
                category_demand = new { before = 1_900, now = 1_400, score = -8.7 },
            },
        },
    };

    private static object Changes(params object[] changes) => new
    {
        rising = changes.Where((_, place) => place == 0),
        falling = changes.Skip(1),
        turning = Array.Empty<object>(),
    };

    private static object Figures(int users, int converted) => new
    {
        views = 9_000,
        carts = 1,
        purchases = 120,
        users,
        revenue = 1_234.5,
        carts_left = new { count = 31, lines = 40, worth = 512.25, lines_without_price = 2, taken_up = 5 },
        view_to_cart = Conversion(users, converted),
        cart_to_purchase = Conversion(converted, 100),
        view_to_purchase = new { users = 0, converted = 0 },
        gaps = new Dictionary<string, int> { ["late"] = 3, ["without_user"] = 0, ["without_brand"] = 70 },
    };

    private static object Conversion(int users, int converted)
    {
        var share = converted / (double)users;
        return new { users, converted, share, low = share - 0.02, high = share + 0.02 };
    }

    /// <summary>A list of items, the first of which is there for two reasons.</summary>
    public static object List(params string[] items) => new
    {
        asOf = Noon,
        age = 320,
        complete = true,
        items = items.Select((item, index) => new
        {
            item,
            score = 2.5 - index,
            reason = "next in visits like this one (0.42)",
            why = new object[]
            {
                new { source = "NextItem", value = 1.5, matchedItem = "3" },
                new { source = "Trending", value = 1.0 },
            },
        }),
    };

    private static string[] Stages { get; } =
        ["Event log", "Sanitize", "Reorder", "CartMinusPurchase", "Recommend", "Result store"];

    private static IEnumerable<object> Trend(string item, double before, double now, double score) =>
        Enumerable.Range(0, 8).Select(place => new
        {
            item = place == 0 ? item : $"{200_000 + place}",
            before,
            now,
            score,
            spark = new[] { before, (before + now) / 2, now },
        });
}
