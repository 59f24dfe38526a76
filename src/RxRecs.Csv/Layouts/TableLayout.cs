namespace RxRecs.Csv;

/// <summary>A known table with a header: how it is recognized and read.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Name">The layout's name for a person.</param>
/// <param name="Columns">The columns of the table; those that must be there tell it.</param>
internal sealed record TableLayout(ShopFileLayout Layout, string Name, ShopColumns Columns)
{
    /// <summary>All of them; the first one whose columns are there is taken.</summary>
    public static TableLayout[] All { get; } =
    [
        new(ShopFileLayout.Rees46Events, "REES46 events", ShopColumns.Rees46Events),
        new(ShopFileLayout.Rees46Purchases, "REES46 purchases", ShopColumns.Rees46Purchases),
        new(ShopFileLayout.RetailRocketEvents, "RetailRocket events", ShopColumns.RetailRocketEvents),
        new(ShopFileLayout.SessionRecClicks, "session-rec clicks", ShopColumns.SessionRecClicks),
    ];

    /// <summary>The layout of a header, or the error that says what is missing.</summary>
    public static TableLayout Of(ColumnMap columns, IReadOnlyList<string> names, ShopFileLayout? wanted, string source)
    {
        var candidates = wanted is null ? All : [.. All.Where(layout => layout.Layout == wanted)];
        var found = Array.Find(candidates, layout => columns.Missing(layout.Columns).Length == 0);
        return found ?? throw new ShopFileException(source, Explain(columns, names, candidates));
    }

    /// <summary>Refuses a table that lacks a column of a user's map, or has two of its name.</summary>
    /// <exception cref="ShopFileException">A column is missing or ambiguous.</exception>
    public static void Check(ShopColumns columns, ColumnMap places, IReadOnlyList<string> names, string source)
    {
        if (places.Missing(columns) is { Length: > 0 } missing)
        {
            throw new ShopFileException(
                source,
                $"no column {string.Join(", ", missing)}; found {ShowNames(names, places.Count)}. Correct the column "
                + "map (--columns); a name that ends with ? may be missing.");
        }

        if (places.FindRepeated(columns) is { } name)
        {
            throw new ShopFileException(
                source,
                $"more than one column {name}; found {ShowNames(names, places.Count)}. Say which one by its position "
                + "from 1 in the column map (--columns).");
        }
    }

    private static string Explain(ColumnMap columns, IReadOnlyList<string> names, TableLayout[] candidates)
    {
        var closest = candidates.MinBy(layout => (double)columns.Missing(layout.Columns).Length / layout.NeededCount)!;
        var missing = columns.Missing(closest.Columns);
        var isNoneClose = missing.Length == closest.NeededCount && candidates.Length > 1;
        var lacks = isNoneClose
            ? $"the columns are not those of a known layout ({string.Join("; ", candidates.Select(Describe))})"
            : $"not a file of {closest.Name}: missing {string.Join(", ", missing)}";
        return $"{lacks}; found {ShowNames(names, columns.Count)}. Say which column is which with a column map "
            + "(--columns time=NAME,item=NAME,user=NAME), also where there is no header line (--no-header).";
    }

    private int NeededCount => ColumnMap.Needed(Columns).Count();

    private static string Describe(TableLayout layout) =>
        $"{layout.Name}: {string.Join(", ", ColumnMap.Needed(layout.Columns))}";

    private static string ShowNames(IReadOnlyList<string> names, int count)
    {
        const int Most = 20;
        if (names.Count == 0)
        {
            return $"{count} without a header line";
        }

        var shown = names.Take(Most).Select(name => FieldProblem.Show(System.Text.Encoding.UTF8.GetBytes(name)));
        var rest = names.Count > Most ? $" and {names.Count - Most} more" : "";
        var one = names.Count == 1 ? ", one column (--delimiter says what stands between columns)" : "";
        return names.All(string.IsNullOrWhiteSpace)
            ? "nothing: the first line is blank"
            : string.Join(", ", shown) + rest + one;
    }
}
