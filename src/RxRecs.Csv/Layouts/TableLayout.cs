namespace RxRecs.Csv.Layouts;

/// <summary>A layout with a header: how it is recognised and read.</summary>
/// <param name="Layout">Which it is.</param>
/// <param name="Name">Its name for a person.</param>
/// <param name="Needed">The columns without which it cannot be read.</param>
/// <param name="Decoder">Makes its decoder.</param>
internal sealed record TableLayout(
    ShopFileLayout Layout,
    string Name,
    string[] Needed,
    Func<ColumnMap, ShopFileOptions, RowDecoder<Interaction>> Decoder)
{
    /// <summary>All of them; the first one whose columns are there is taken.</summary>
    public static TableLayout[] All { get; } =
    [
        new(ShopFileLayout.Rees46Events, "REES46 events", Rees46Decoder.NeededOfEvents, Rees46Decoder.ForEvents),
        new(
            ShopFileLayout.Rees46Purchases,
            "REES46 purchases",
            Rees46Decoder.NeededOfPurchases,
            Rees46Decoder.ForPurchases),
        new(
            ShopFileLayout.RetailRocketEvents,
            "RetailRocket events",
            RetailRocketDecoder.Needed,
            (columns, _) => new RetailRocketDecoder(columns)),
        new(
            ShopFileLayout.SessionRecClicks,
            "session-rec clicks",
            SessionRecDecoder.Needed,
            (columns, options) => new SessionRecDecoder(columns, options)),
    ];

    /// <summary>The layout of a header, or the error that says what is missing.</summary>
    public static TableLayout Of(ColumnMap columns, IReadOnlyList<string> names, ShopFileLayout? wanted, string source)
    {
        var candidates = wanted is null ? All : [.. All.Where(layout => layout.Layout == wanted)];
        var found = Array.Find(candidates, layout => columns.Missing(layout.Needed).Length == 0);
        return found ?? throw new ShopFileException(source, Explain(columns, names, candidates));
    }

    private static string Explain(ColumnMap columns, IReadOnlyList<string> names, TableLayout[] candidates)
    {
        var closest = candidates.MinBy(layout => (double)columns.Missing(layout.Needed).Length / layout.Needed.Length)!;
        var missing = columns.Missing(closest.Needed);
        var isNoneClose = missing.Length == closest.Needed.Length && candidates.Length > 1;
        var lacks = isNoneClose
            ? $"the columns are not those of a known layout ({string.Join("; ", candidates.Select(Describe))})"
            : $"not a file of {closest.Name}: missing {string.Join(", ", missing)}";
        return $"{lacks}; found {ShowNames(names)}. "
            + "Rename the columns, or name the layout if the file has no header line.";
    }

    private static string Describe(TableLayout layout) => $"{layout.Name}: {string.Join(", ", layout.Needed)}";

    private static string ShowNames(IReadOnlyList<string> names)
    {
        const int Most = 20;
        var shown = names.Take(Most).Select(name => FieldProblem.Show(System.Text.Encoding.UTF8.GetBytes(name)));
        var rest = names.Count > Most ? $" and {names.Count - Most} more" : "";
        return names.All(string.IsNullOrWhiteSpace) ? "nothing" : string.Join(", ", shown) + rest;
    }
}
