namespace RxRecs.Csv;

/// <summary>
/// One value of a result row: text, a whole number, a decimal, a double, a time, a truth value, or nothing.
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

    /// <summary>Gives the kind of the value, which says which of the properties holds it.</summary>
    public ResultValueKind Kind { get; }

    /// <summary>The text.</summary>
    public string? Text { get; }

    /// <summary>The whole number or decimal; the ticks of a time in UTC; 1 for true.</summary>
    public decimal Number { get; }

    /// <summary>The double.</summary>
    public double Real { get; }

    /// <summary>Text, or nothing.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator ResultValue(string? value) =>
        value is null ? default : new(ResultValueKind.Text, value, 0, 0);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(long value) => new(ResultValueKind.Number, null, value, 0);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(int value) => new(ResultValueKind.Number, null, value, 0);

    /// <summary>A decimal, or nothing.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(decimal? value) =>
        value is { } number ? new(ResultValueKind.Number, null, number, 0) : default;

    /// <summary>A double; one that is not finite is written as nothing.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ResultValue(double value) =>
        double.IsFinite(value) ? new(ResultValueKind.Real, null, 0, value) : default;

    /// <summary>A time, written in UTC.</summary>
    /// <param name="value">The time.</param>
    public static implicit operator ResultValue(DateTimeOffset value) =>
        new(ResultValueKind.Time, null, value.UtcTicks, 0);

    /// <summary>A truth value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator ResultValue(bool value) => new(ResultValueKind.Truth, null, value ? 1 : 0, 0);

    /// <summary>An id: a whole number where it is one, text, or nothing where it is none.</summary>
    /// <param name="value">The id.</param>
    public static implicit operator ResultValue(Id value) =>
        value.TryGetNumber(out var number) ? number : value.IsNone ? default(ResultValue) : value.ToString();
}
