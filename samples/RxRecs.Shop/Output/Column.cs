namespace RxRecs.Shop.Output;

/// <summary>One field of a result: a column of a table, a member of a JSON object.</summary>
/// <param name="Name">Its documented name in JSON.</param>
/// <param name="Value">Its value: a number, text, time, list of those, or null.</param>
/// <typeparam name="T">The result's type.</typeparam>
internal sealed record Column<T>(string Name, Func<T, object?> Value)
{
    /// <summary>What stands over it in a table; null where only JSON shows it.</summary>
    public string? Header { get; init; }

    /// <summary>How a table shows it, if not as the value's usual text.</summary>
    public Func<T, string?>? Text { get; init; }

    /// <summary>Whether a table puts it to the right, as figures are.</summary>
    public bool IsFigure { get; init; }

    /// <summary>What a table shows for a result.</summary>
    public string Show(T row) => Plain.Of(Text is null ? Value(row)?.ToString() : Text(row));
}
