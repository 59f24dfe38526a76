using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Tests.Interactions;

/// <summary>Text that is almost a number, almost too long or almost text.</summary>
internal static class HostileText
{
    private static readonly Gen<string> Fragment = Gen.Elements(
        "", "0", "00", "7", "42", "5802432", "9223372036854775807", "9223372036854775808", "18446744073709551616", ".",
        ".0", ".000", ".5", "e", "E", "e3", "e18", "E+18", "e-2", "e19", "e9999", "e99999", "+", "-", "1.4", "\0", " ",
        "\n", "a", "p", "é", "e\u0301", "٤", "４２", "\uD7FF", "\uE000", "\uFFFF", "🛒", "\U0010FFFF", "\uD83D",
        "\uDED2");

    private static readonly Gen<string> Number = Gen.Choose(0, 63)
        .SelectMany(_ => Gen.Choose(0, int.MaxValue), (bits, seed) =>
            (new Random(seed).NextInt64(long.MaxValue) >> bits).ToString());

    private static readonly Gen<string> Scientific = Number.SelectMany(
        _ => Gen.Choose(-3, 22),
        (digits, exponent) => $"{digits[0]}.{digits[1..]}0e{exponent:+0;-0}");

    private static readonly Gen<string> Mixed = Fragment.ListOf().Select(string.Concat);

    private static readonly Gen<string> Long = Gen.Elements("a", "0", "9", "é", "\uFFFF", "🛒", "\uD83D", "1.0")
        .SelectMany(_ => Gen.Choose(255, 257), (part, bytes) =>
        {
            var size = Encoding.UTF8.GetByteCount(part);
            return new string('b', bytes % size) + string.Concat(Enumerable.Repeat(part, bytes / size));
        });

    /// <summary>Any text, ids or not.</summary>
    public static Arbitrary<string> Any { get; } = Gen.OneOf(
            Number,
            Scientific,
            Mixed,
            Mixed,
            Long,
            Number.SelectMany(_ => Fragment, (number, fragment) => number + fragment),
            Fragment.SelectMany(_ => Number, (fragment, number) => fragment + number))
        .ToArbitrary();

    /// <summary>Ids of any such text, and none.</summary>
    public static Arbitrary<Id> Ids { get; } = Any.Generator
        .Select(text => Id.TryParse(text, out var id) ? id : Id.None)
        .ToArbitrary();

    /// <summary>Pairs of ids, of which many are the same, begin alike or are none.</summary>
    public static Arbitrary<(Id Left, Id Right)> Pairs { get; } = Ids.Generator
        .SelectMany(_ => Ids.Generator, (left, right) => (left, right))
        .SelectMany(_ => Gen.Choose(0, 4), (pair, how) => how switch
        {
            0 => (pair.left, Id.TryParse(pair.left.ToString(), out var same) ? same : Id.None),
            1 when Id.TryParse("a" + pair.left, out var left) && Id.TryParse("a" + pair.right, out var right) =>
                (left, right),
            _ => pair,
        })
        .ToArbitrary();
}
