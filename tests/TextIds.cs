using System.Globalization;
using System.Text.RegularExpressions;

namespace RxRecs;

/// <summary>
/// Replaces numbers by texts that keep their order, and back in results: "p" and the number padded to 19 digits.
/// Compiled into every test project that has such laws.
/// </summary>
internal static partial class TextIds
{
    /// <summary>The text of a number; none stays none.</summary>
    public static Id Of(Id id) => id.TryGetNumber(out var number)
        ? Id.Parse(string.Create(CultureInfo.InvariantCulture, $"p{number:D19}"))
        : id;

    /// <summary>The same event with every id replaced.</summary>
    public static Interaction Of(Interaction value) => With(value, Of);

    /// <summary>Numbers of one to eight digits, which as text without padding would be in another order.</summary>
    public static Interaction Spread(Interaction value) =>
        With(value, static id => id.TryGetNumber(out var number) ? number * number * number * 104_729L : id);

    /// <summary>A result's text with the numbers in place of the texts.</summary>
    public static string Back(string text) =>
        Padded().Replace(text, static match => long.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture));

    private static Interaction With(Interaction value, Func<Id, Id> replace) =>
        new(value.EventTime, value.Kind, replace(value.User), replace(value.Item))
        {
            Session = value.Session,
            Category = replace(value.Category),
            CategoryPath = value.CategoryPath,
            Brand = value.Brand,
            Price = value.Price,
            Quantity = value.Quantity,
        };

    [GeneratedRegex("p[0-9]{19}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Padded();
}
