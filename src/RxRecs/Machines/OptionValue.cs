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
    private const double LeastWeight = 1e-6;
    private const double GreatestWeight = 1e6;

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

    /// <summary>
    /// Gives a weight back that is 0, or from a millionth to a million: products and sums of such weights stay finite
    /// and keep their order.
    /// </summary>
    public static double Weight(double value, [CallerMemberName] string option = "") =>
        value == 0 ? 0 : PositiveWeight(value, option, "0, or a number");

    /// <summary>Gives a weight back that is from a millionth to a million.</summary>
    public static double PositiveWeight(
        double value, [CallerMemberName] string option = "", string kind = "a number") =>
        value is >= LeastWeight and <= GreatestWeight
            ? value
            : throw new ArgumentOutOfRangeException(
                option, value, $"{option} is {kind} from 0.000001 to 1,000,000.");

    /// <summary>Gives a range back, over which a weight falls by the factor e: one without end is a range.</summary>
    public static double Range(double value, [CallerMemberName] string option = "") =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} is a positive number.");

    /// <summary>Gives a factor back that is above 0 and at most 1.</summary>
    public static double Factor(double value, [CallerMemberName] string option = "") =>
        value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} is a number above 0 and at most 1.");

    /// <summary>Gives kinds of interactions back of which there is one at least.</summary>
    public static T Kinds<T>(T kinds, [CallerMemberName] string option = "")
        where T : IReadOnlyCollection<InteractionKind> =>
        kinds is { Count: > 0 } && kinds.All(Enum.IsDefined)
            ? kinds
            : throw new ArgumentException(
                $"{option} names at least one of {string.Join(", ", Enum.GetNames<InteractionKind>())}, and nothing "
                + "else.",
                option);

    /// <summary>Refuses two bounds between which nothing lies.</summary>
    public static void ThrowIfCrossed<T>(
        T? lower,
        T? upper,
        [CallerArgumentExpression(nameof(lower))] string lowerName = "",
        [CallerArgumentExpression(nameof(upper))] string upperName = "")
        where T : struct, IComparable<T>, IFormattable
    {
        if (lower is { } least && upper is { } most && least.CompareTo(most) > 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{lowerName} ({least}) is above {upperName} ({most}): nothing lies between them."),
                lowerName);
        }
    }

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
