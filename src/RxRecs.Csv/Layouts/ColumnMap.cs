namespace RxRecs.Csv.Layouts;

/// <summary>
/// Which column stands where; names are compared without case and surrounding blanks, and the first of equal names
/// counts.
/// </summary>
internal sealed class ColumnMap
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);

    public ColumnMap(IReadOnlyList<string> names)
    {
        Count = names.Count;
        for (var i = 0; i < names.Count; i++)
        {
            _indexes.TryAdd(names[i].Trim(), i);
        }
    }

    /// <summary>How many columns there are.</summary>
    public int Count { get; }

    /// <summary>Where a column stands, or -1.</summary>
    public int this[string name] => _indexes.GetValueOrDefault(name, -1);

    /// <summary>Those of some columns that are not there.</summary>
    public string[] Missing(IEnumerable<string> names) => [.. names.Where(name => !_indexes.ContainsKey(name))];
}
