using System.Numerics;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Checks the values of options and gives them back: one that is refused is an
/// <see cref="ArgumentOutOfRangeException"/> under the name of the option that is being set. Null passes where an
/// option may be null.
/// </summary>
internal static class OptionValue
{
    public static T Positive<T>(T value, [CallerMemberName] string option = "")
        where T : INumber<T> =>
        value > T.Zero && T.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} is a positive, finite number.");

    public static T? Positive<T>(T? value, [CallerMemberName] string option = "")
        where T : struct, INumber<T> =>
        value is { } given ? Positive(given, option) : null;

    public static TimeSpan Positive(TimeSpan value, [CallerMemberName] string option = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, option);
        return value;
    }

    public static TimeSpan? Positive(TimeSpan? value, [CallerMemberName] string option = "") =>
        value is { } given ? Positive(given, option) : null;

    public static T NotNegative<T>(T value, [CallerMemberName] string option = "")
        where T : INumber<T> =>
        value >= T.Zero && T.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} is a finite number of 0 or more.");

    /// <summary>Gives a delay back that a timer can wait for: positive, and at most a day.</summary>
    public static TimeSpan UpToADay(TimeSpan value, [CallerMemberName] string option = "")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1), option);
        return Positive(value, option);
    }

    public static TimeSpan NotNegative(TimeSpan value, [CallerMemberName] string option = "") =>
        AtLeast(value, TimeSpan.Zero, option);

    public static TimeSpan? NotNegative(TimeSpan? value, [CallerMemberName] string option = "") =>
        AtLeast(value, TimeSpan.Zero, option);

    public static T AtLeast<T>(T value, T least, [CallerMemberName] string option = "")
        where T : struct, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);
        return value;
    }

    public static T? AtLeast<T>(T? value, T least, [CallerMemberName] string option = "")
        where T : struct, IComparable<T> =>
        value is { } given ? AtLeast(given, least, option) : null;

    public static T Between<T>(T value, T least, T most, [CallerMemberName] string option = "")
        where T : struct, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, option);
        return AtLeast(value, least, option);
    }

    public static T? Between<T>(T? value, T least, T most, [CallerMemberName] string option = "")
        where T : struct, IComparable<T> =>
        value is { } given ? Between(given, least, most, option) : null;

    /// <summary>Gives the value back.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public static T NotNull<T>(T value, [CallerMemberName] string option = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, option);
        return value;
    }

    public static TEnum Defined<TEnum>(TEnum value, [CallerMemberName] string option = "")
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                option, value, $"{option} is one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    public static TEnum? Defined<TEnum>(TEnum? value, [CallerMemberName] string option = "")
        where TEnum : struct, Enum =>
        value is { } given ? Defined(given, option) : null;
}
