using System.Globalization;

namespace RxRecs.Tests.Interactions;

/// <summary>Calculates with ids of samples: numbers, and texts that end with the numbers that they stand for.</summary>
internal static class NumberOfId
{
    public static long Number(this Id id) => id.TryGetNumber(out var number) ? number : AtTheEnd(id.ToString());

    private static long AtTheEnd(string text) => long.Parse(
        text.AsSpan(text.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1), CultureInfo.InvariantCulture);
}
