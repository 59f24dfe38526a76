namespace RxRecs;

/// <summary>Checks values of enums.</summary>
internal static class EnumValue
{
    /// <summary>Gives the value back.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the option or parameter that it is for.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the enum's values.</exception>
    public static TEnum Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, $"{name} is one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
}
