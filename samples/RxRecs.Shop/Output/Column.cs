using System.Globalization;

namespace RxRecs.Shop.Output;

/// <summary>One field of a result: a column of a table, a member of a JSON object.</summary>
/// <param name="Name">Its documented name in JSON.</param>
/// <param name="Value">Its value: a number, text, time, list of those, or null.</param>
/// <typeparam name="T">The result's type.</typeparam>
internal sealed record Column<T>(string Name, Func<T, object?> Value)
{
    /// <summary>The heading in a table; null where only JSON shows the column.</summary>
    public string? Header { get; init; }

    /// <summary>The format in a table, if it is not the value's usual text.</summary>
    public Func<T, string?>? Text { get; init; }

    /// <summary>True if a table aligns it to the right, as it does figures.</summary>
    public bool IsFigure { get; init; }

    /// <summary>The text that a table shows for a result; a time to the second.</summary>
    public string Show(T row) => Plain.Of(Text is not null ? Text(row) : Value(row) switch
    {
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        var value => value?.ToString(),
    });
}
