namespace RxRecs.Csv;

/// <summary>
/// Defines the columns of a result file: the names of its CSV header and of its JSON properties, and where their values
/// come from.
/// </summary>
/// <typeparam name="T">The rows' type.</typeparam>
public sealed class ResultColumns<T>
{
    private readonly List<string> _names = [];
    private readonly List<Func<T, ResultValue>> _selectors = [];

    /// <summary>Gets the names, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds a column.</summary>
    /// <param name="name">The column's name, which no other column has.</param>
    /// <param name="valueSelector">A selector of the column's value in a row.</param>
    /// <returns>The same columns.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or there already.</exception>
    public ResultColumns<T> Add(string name, Func<T, ResultValue> valueSelector)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(valueSelector);
        if (_names.Contains(name, StringComparer.Ordinal))
        {
            throw new ArgumentException($"There is a column '{name}' already.", nameof(name));
        }

        _names.Add(name);
        _selectors.Add(valueSelector);
        return this;
    }

    /// <summary>
    /// Takes all values of a row before the first one is written: a selector that throws leaves no half row behind.
    /// </summary>
    internal void Fill(T row, ResultValue[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _selectors[i](row);
        }
    }
}
