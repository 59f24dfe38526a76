namespace RxRecs.Csv;

/// <summary>
/// Represents one value of a result row: text, a whole number, a decimal, a double, a time, a truth value, or nothing.
/// </summary>
/// <remarks>Values convert to it by themselves, so that columns are written as <c>.Add("score", row =>
/// row.Score)</c>.</remarks>
public readonly record struct ResultValue
{
    private ResultValue(ResultValueKind kind, string? text, decimal number, double real)
    {
        Kind = kind;
        Text = text;
        Number = number;
        Real = real;
    }

    /// <summary>Gets the kind of the value, which says which of the properties holds it.</summary>
    public ResultValueKind Kind { get; }

    /// <summary>Gets the text.</summary>
    public string? Text { get; }

    /// <summary>Gets the whole number or decimal; the ticks of a time in UTC; 1 for true.</summary>
    public decimal Number { get; }

    /// <summary>Gets the double.</summary>
    public double Real { get; }

    /// <summary>Makes a value of text, or of nothing where it is null.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator ResultValue(string? value) =>
        value is null ? default : new(ResultValueKind.Text, value, 0, 0);

    /// <summary>Converts a whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(long value) => new(ResultValueKind.Number, null, value, 0);

    /// <summary>Converts a whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(int value) => new(ResultValueKind.Number, null, value, 0);

    /// <summary>Converts a decimal, or nothing.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(decimal? value) =>
        value is { } number ? new(ResultValueKind.Number, null, number, 0) : default;

    /// <summary>Converts a double; one that is not finite is written as nothing.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(double value) =>
        double.IsFinite(value) ? new(ResultValueKind.Real, null, 0, value) : default;

    /// <summary>Converts a time, written in UTC.</summary>
    /// <param name="value">The time.</param>
    public static implicit operator ResultValue(DateTimeOffset value) =>
        new(ResultValueKind.Time, null, value.UtcTicks, 0);

    /// <summary>Converts a truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator ResultValue(bool value) => new(ResultValueKind.Truth, null, value ? 1 : 0, 0);

    /// <summary>Converts an id: a whole number where it is one, text, or nothing where it is none.</summary>
    /// <param name="value">The id.</param>
    public static implicit operator ResultValue(Id value) =>
        value.TryGetNumber(out var number) ? number : value.IsNone ? default(ResultValue) : value.ToString();
}
