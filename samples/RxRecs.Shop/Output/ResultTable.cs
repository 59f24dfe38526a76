using System.Collections;

namespace RxRecs.Shop.Output;

/// <summary>
/// A kind of result with its fields: written once, shown as a table to a person and as JSON lines to a program, so that
/// both say the same.
/// </summary>
/// <param name="type">The value of <c>type</c> in JSON.</param>
/// <param name="sentence">How a person is told, where a sentence is better than a table.</param>
/// <typeparam name="T">The result's type.</typeparam>
internal sealed class ResultTable<T>(string type, Func<T, string>? sentence = null) : IEnumerable<Column<T>>
{
    private readonly List<Column<T>> _columns = [];

    public string Type => type;

    public Func<T, string>? Sentence => sentence;

    /// <summary>Adds a field that only JSON shows.</summary>
    public void Add(string name, Func<T, object?> value) => _columns.Add(new Column<T>(name, value));

    /// <summary>Adds a field; without a header only JSON shows it.</summary>
    public void Add(string name, string? header, Func<T, object?> value, Func<T, string?>? text = null) =>
        _columns.Add(new Column<T>(name, value) { Header = header, Text = text });

    /// <summary>Adds a figure.</summary>
    public void Add(string name, string header, Func<T, object?> value, string format) =>
        _columns.Add(new Column<T>(name, value)
        {
            Header = header,
            IsFigure = true,
            Text = row => value(row) is IFormattable figure ? figure.ToString(format, null) : "",
        });

    public IEnumerator<Column<T>> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
