using System.Globalization;

namespace RxRecs.Shop.Options;

/// <summary>A candidate source as it was given: <c>NAME</c>, perhaps with <c>:N</c> items and <c>*X</c> as its
/// weight.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rule">The source, and how many items of it.</param>
/// <param name="Weight">Its weight; null where none is given.</param>
internal sealed record GivenRule(string Name, CandidateRule Rule, double? Weight)
{
    /// <summary>Reads one; null where it is none, or not of a source that is known.</summary>
    public static GivenRule? Parse(string text, IReadOnlyDictionary<string, RecommendationSource> known)
    {
        var (rest, weight) = Cut(text, '*');
        var (name, quota) = Cut(rest, ':');
        if (!known.TryGetValue(name, out var source)
            || !TryParseQuota(quota, out var most) || !TryParseWeight(weight, out var given))
        {
            return null;
        }

        return new(name, new(source) { Quota = most }, given);
    }

    private static (string Before, string? After) Cut(string text, char sign) =>
        text.Split(sign, 2) is [var before, var after] ? (before, after) : (text, null);

    private static bool TryParseQuota(string? text, out int? quota)
    {
        quota = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
        return text is null || quota > 0;
    }

    private static bool TryParseWeight(string? text, out double? weight)
    {
        weight = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? given : null;
        return text is null || (weight > 0 && double.IsFinite(given));
    }
}
