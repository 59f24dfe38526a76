using System.CommandLine;
using RxRecs.Csv;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Options;

/// <summary>Says which column of the files is what, where no known layout does: a file for shops, options for the short
/// cases.</summary>
internal sealed class ColumnOptions
{
    /// <summary>Names the only option whose value may be empty: nothing stands for nothing then.</summary>
    public const string NullMarkers = "--null-markers";

    private static readonly string[] Units = ["seconds", "milliseconds", "microseconds", "nanoseconds"];

    private static readonly string[] Layouts =
    [
        "auto", "rees46-events", "rees46-purchases", "retailrocket", "session-rec", "session-lines", "otto",
        "json-lines",
    ];

    private static readonly string[] Fields =
    [
        "time", "kind", "item", "user", "session", "category", "categoryPath", "brand", "price", "quantity", "elapsed",
    ];

    // The other parts of a column map that are texts, for which there are mostly options.
    private static readonly string[] Rules =
    [
        "like", "elapsedUnit", "timeUnit", "timeFormat", "timeZone", "defaultKind", "decimalSign", "delimiter", "quote",
    ];

    private readonly Option<string> _layout = ShopOption.Choice(
        "--layout", "How the files are laid out; auto for what their first lines show.", Layouts);
    private readonly Option<string[]> _columns = ShopOption.List(
        "--columns",
        "FILE|FIELD=COLUMN,…",
        "Which column is what: a JSON file, or such as time=date,item=sku,user=3. Fields: "
        + $"{string.Join(", ", Fields)}; columns by name, by position from 1, or by path in JSON (items[*].sku).");
    private readonly Option<bool> _noHeader = ShopOption.Flag("--no-header", "The first line is a row and no header.");
    private readonly Option<string?> _delimiter = ShopOption.Text(
        "--delimiter", "SIGN", "What stands between columns; tab for a tab. Without: what the first line shows.");
    private readonly Option<string?> _quote = ShopOption.Text(
        "--quote", "SIGN", "What fields are quoted with, or none. Without: \".");
    private readonly Option<string?> _decimalSign = ShopOption.Text(
        "--decimal-sign", "SIGN", "The decimal sign of prices, . or ,");
    private readonly Option<string[]> _markers = ShopOption.List(
        NullMarkers, "TEXT,…", "What stands for nothing, instead of NULL, null, \\N, NaN, nan and NA; may be empty.");
    private readonly Option<string?> _format = ShopOption.Text(
        "--time-format", "FORMAT", "The form of times, as .NET writes it (dd.MM.yyyy HH:mm). Without: ISO 8601.");
    private readonly Option<string?> _unit = ShopOption.Text(
        "--time-unit", "UNIT", $"What times count since 1970: {string.Join(", ", Units)}.");
    private readonly Option<string?> _zone = ShopOption.Text(
        "--time-zone", "NAME", "The zone of times that name none, such as Europe/Berlin. Without: UTC.");
    private readonly Option<string[]> _kinds = ShopOption.List(
        "--kind-map",
        "TEXT=KIND,…",
        "What a text in the column of kinds means: Buy=purchase,search=none. Kinds: view, cart, remove_from_cart, "
        + "purchase, none. What is not named is left out and counted.");
    private readonly Option<string?> _defaultKind = ShopOption.Text(
        "--default-kind", "KIND", "What every row is where no column says it. Without: view.");
    private readonly Option<bool> _refuseRounded = ShopOption.Flag(
        "--refuse-rounded-ids", "Refuse ids whose last digits a data frame has rounded away (1.48758e+18).");

    private readonly Option<bool> _shortRows = ShopOption.Flag(
        "--short-rows", "Take rows that end before the last column, where what they need is there.");

    private Option[] OfFiles => [_layout, _shortRows];

    private Option[] All =>
    [
        _columns, _noHeader, _delimiter, _quote, _decimalSign, _markers, _format, _unit, _zone, _kinds, _defaultKind,
        _refuseRounded,
    ];

    public void AddTo(Command command)
    {
        command.Add(_layout);
        command.Add(_shortRows);
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Gives the name of the first of the options that was given; null where none was.</summary>
    public string? FirstGiven(ParseResult arguments) => FirstOf([.. OfFiles, .. All], arguments);

    /// <summary>Gives the name of the first option given that says how files are read and no record of a topic; null
    /// where none was.</summary>
    public string? FirstOfFiles(ParseResult arguments) => FirstOf(OfFiles, arguments);

    /// <summary>The options of a reader with what the command line says about columns.</summary>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public ShopFileOptions Apply(ParseResult arguments, ShopFileOptions options)
    {
        // The first of the names stands for no layout, the others for the layouts in their order.
        var layout = Array.IndexOf(Layouts, arguments.GetValue(_layout)) - 1;
        options = options with
        {
            Layout = layout < 0 ? options.Layout : (ShopFileLayout)layout,
            AllowShortRows = arguments.GetValue(_shortRows),
        };
        if (!Array.Exists(All, option => arguments.GetResult(option) is { Implicit: false }))
        {
            return options;
        }

        try
        {
            var columns = Columns(arguments.GetValue(_columns) ?? []);
            var changed = options with { Columns = columns, AdjustColumns = map => Adjust(arguments, map) };
            _ = changed.AdjustColumns(columns ?? ShopColumns.Rees46Events);
            return changed;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new UsageException(error.Message);
        }
    }

    private static string? FirstOf(Option[] options, ParseResult arguments) =>
        Array.Find(options, option => arguments.GetResult(option) is { Implicit: false })?.Name;

    private static ShopColumns? Columns(string[] parts)
    {
        if (parts is [])
        {
            return null;
        }

        if (parts is [var file] && !file.Contains('='))
        {
            return File.Exists(file)
                ? Read(file)
                : throw new UsageException($"--columns: there is no file {file}; or write such as time=date,item=sku.");
        }

        var members = new Dictionary<string, string>();
        foreach (var part in parts)
        {
            if (part.Split('=', 2) is not [var field, var column])
            {
                throw new UsageException($"--columns: '{part}' is not FIELD=COLUMN.");
            }

            if (!Fields.Contains(field) && !Rules.Contains(field))
            {
                var nearest = NearestName.Of(field, Fields) is { } name ? $" Did you mean {name}?" : "";
                throw new UsageException($"--columns: '{field}' is not one of {string.Join(", ", Fields)}.{nearest}");
            }

            if (!members.TryAdd(field, column) && members[field] != column)
            {
                throw new UsageException($"--columns: {field} is given twice, as {members[field]} and as {column}.");
            }
        }

        return ShopColumns.Parse(System.Text.Json.JsonSerializer.Serialize(members));
    }

    private static ShopColumns Read(string file)
    {
        try
        {
            return ShopColumns.Parse(File.ReadAllText(file));
        }
        catch (FormatException error)
        {
            throw new UsageException($"--columns: {file} cannot be used: {error.Message}");
        }
    }

    private static char? Sign(string option, string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        [var sign] => sign,
        _ => throw new UsageException($"{option}: '{text}' is not one sign."),
    };

    private static InteractionKind? Kind(string option, string text) =>
        text == "none" ? null
        : KindNames.Find(text) ?? throw new UsageException($"{option}: '{text}' is not one of {KindNames.All}, none.");

    private ShopColumns Adjust(ParseResult arguments, ShopColumns map)
    {
        map = AdjustForm(arguments, map);
        if (arguments.GetValue(_unit) is { } unit)
        {
            map = map with
            {
                TimeUnit = Array.IndexOf(Units, unit) is >= 0 and var index
                    ? (EpochUnit)index
                    : throw new UsageException($"--time-unit: '{unit}' is not one of {string.Join(", ", Units)}."),
            };
        }

        if (arguments.GetValue(_zone) is { } name)
        {
            map = map with
            {
                TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
                    ? zone
                    : throw new UsageException(
                        $"--time-zone: '{name}' is no time zone; expected such as Europe/Berlin."),
            };
        }

        if (arguments.GetValue(_format) is { } format)
        {
            map = map with { TimeFormat = format, TimeUnit = null };
        }

        return AdjustKinds(arguments, map);
    }

    private ShopColumns AdjustForm(ParseResult arguments, ShopColumns map)
    {
        map = map with { RefuseRoundedIds = map.RefuseRoundedIds || arguments.GetValue(_refuseRounded) };
        if (arguments.GetValue(_noHeader))
        {
            map = map with { HasHeader = false };
        }

        if (Sign("--delimiter", arguments.GetValue(_delimiter)) is { } delimiter)
        {
            map = map with { Delimiter = delimiter };
        }

        if (arguments.GetValue(_quote) is { } quote)
        {
            map = map with { Quote = quote == "none" ? null : Sign("--quote", quote) };
        }

        if (Sign("--decimal-sign", arguments.GetValue(_decimalSign)) is { } sign)
        {
            map = map with
            {
                DecimalSign = sign is '.' or ','
                    ? sign
                    : throw new UsageException($"--decimal-sign: '{sign}' is not a point or a comma."),
            };
        }

        return arguments.GetResult(_markers) is { Implicit: false }
            ? map with { NullMarkers = arguments.GetValue(_markers)! }
            : map;
    }

    private ShopColumns AdjustKinds(ParseResult arguments, ShopColumns map)
    {
        if (arguments.GetValue(_defaultKind) is { } text)
        {
            map = map with
            {
                DefaultKind = Kind("--default-kind", text)
                    ?? throw new UsageException("--default-kind: a row is of some kind."),
            };
        }

        if (arguments.GetValue(_kinds) is not { Length: > 0 } parts)
        {
            return map;
        }

        var kinds = new Dictionary<string, InteractionKind?>(map.Kinds);
        var given = new HashSet<string>();
        foreach (var part in parts)
        {
            var at = part.LastIndexOf('=');
            var name = at > 0 ? part[..at] : throw new UsageException($"--kind-map: '{part}' is not TEXT=KIND.");
            kinds[name] = given.Add(name)
                ? Kind("--kind-map", part[(at + 1)..])
                : throw new UsageException($"--kind-map: {name} is given twice.");
        }

        return map with { Kinds = kinds, RefuseOtherKinds = false };
    }
}
