using System.Collections.Frozen;

namespace RxRecs;

/// <content>The maps of known tables, which are also a start for others:
/// <c>ShopColumns.Rees46Events with { Price = "preis" }</c>.</content>
public sealed partial record ShopColumns
{
    /// <summary>Gets the kinds view, cart, remove_from_cart and purchase, as REES46 writes them.</summary>
    public static IReadOnlyDictionary<string, InteractionKind?> KnownKinds { get; } = Map(
        ("view", InteractionKind.View),
        ("cart", InteractionKind.Cart),
        ("remove_from_cart", InteractionKind.Remove),
        ("purchase", InteractionKind.Purchase));

    /// <summary>Gets what programs write for nothing: NULL, null, \N, NaN, nan and NA.</summary>
    public static IReadOnlyList<string> UsualNullMarkers { get; } = ["NULL", "null", "\\N", "NaN", "nan", "NA"];

    /// <summary>Gets the columns of REES46 events.</summary>
    public static ShopColumns Rees46Events { get; } = new()
    {
        Time = "event_time",
        Kind = "event_type",
        Item = "product_id",
        Category = "category_id?",
        CategoryPath = "category_code?",
        Brand = "brand?",
        Price = "price?",
        User = "user_id?",
        Session = "user_session?",
        Quantity = "quantity?",
        RefuseOtherKinds = true,
    };

    /// <summary>Gets the columns of REES46 purchases: the order is the session.</summary>
    public static ShopColumns Rees46Purchases { get; } = Rees46Events with
    {
        Kind = null,
        DefaultKind = InteractionKind.Purchase,
        Session = "order_id",
        RefuseOtherKinds = false,
    };

    /// <summary>Gets the columns of RetailRocket events, in milliseconds.</summary>
    public static ShopColumns RetailRocketEvents { get; } = new()
    {
        Time = "timestamp",
        TimeUnit = EpochUnit.Milliseconds,
        User = "visitorid",
        Kind = "event",
        Kinds = Map(
            ("view", InteractionKind.View),
            ("addtocart", InteractionKind.Cart),
            ("transaction", InteractionKind.Purchase)),
        Item = "itemid",
        RefuseOtherKinds = true,
    };

    /// <summary>Gets the columns of session-rec clicks, in seconds.</summary>
    public static ShopColumns SessionRecClicks { get; } = new()
    {
        Session = "SessionId",
        Item = "ItemId",
        Time = "Time",
        TimeUnit = EpochUnit.Seconds,
    };

    /// <summary>Gives the columns by the names that messages, options and JSON give them.</summary>
    internal IEnumerable<(string Field, string? Column)> All =>
    [
        ("time", Time), ("kind", Kind), ("item", Item), ("user", User), ("session", Session), ("category", Category),
        ("categoryPath", CategoryPath), ("brand", Brand), ("price", Price), ("quantity", Quantity),
        ("elapsed", Elapsed),
    ];

    internal static bool IsOptional(string column) => column.EndsWith('?');

    internal static string NameOf(string column) => column.TrimEnd('?').Trim();

    /// <summary>Gives a column as a message names it: a position says that it is one.</summary>
    internal static string Describe(string column) =>
        NameOf(column) is var name && name.Length > 0 && name.All(char.IsAsciiDigit) ? $"column {name}" : name;

    private static FrozenDictionary<string, InteractionKind?> Map(params (string Text, InteractionKind Kind)[] kinds) =>
        kinds.ToFrozenDictionary(kind => kind.Text, kind => (InteractionKind?)kind.Kind, StringComparer.Ordinal);
}
