using System.Globalization;

namespace RxRecs.Csv;

/// <summary>
/// Tells which column stands where; names are compared without case and surrounding blanks, and the first of equal
/// names counts where the layout is a known one. A number that is no name is a position, from 1.
/// </summary>
internal sealed class ColumnMap
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _repeated = new(StringComparer.OrdinalIgnoreCase);

    public ColumnMap(IReadOnlyList<string> names)
        : this(names.Count)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (!_indexes.TryAdd(names[i].Trim(), i))
            {
                _repeated.Add(names[i].Trim());
            }
        }
    }

    public ColumnMap(int count) => Count = count;

    /// <summary>Tells how many columns there are.</summary>
    public int Count { get; }

    /// <summary>Tells where a column of a map stands, or -1; also for null.</summary>
    public int Find(string? column)
    {
        if (column is null)
        {
            return -1;
        }

        var name = ShopColumns.NameOf(column);
        return _indexes.TryGetValue(name, out var index) ? index
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                && position >= 1 && position <= Count ? position - 1
            : -1;
    }

    /// <summary>The first column of a map whose name the header has more than once; null where there is none.</summary>
    public string? FindRepeated(ShopColumns columns) => columns.All
        .Where(column => column.Column is not null)
        .Select(column => ShopColumns.NameOf(column.Column!))
        .FirstOrDefault(_repeated.Contains);

    /// <summary>The columns of a map that must be there and are not.</summary>
    public string[] Missing(ShopColumns columns) =>
    [
        .. Needed(columns).Where(column => Find(column) < 0),
    ];

    /// <summary>The columns of a map that must be there; a row has a time and an item in any case.</summary>
    public static IEnumerable<string> Needed(ShopColumns columns) => columns.All
        .Where(column => column.Column is { } name
            && (column.Field is "time" or "item" || !ShopColumns.IsOptional(name)))
        .Select(column => ShopColumns.NameOf(column.Column!));
}
