using System.Globalization;

namespace RxRecs.Shop.Options;

/// <summary>A candidate source as it was given: <c>NAME</c>, perhaps with <c>:N</c> items and <c>*X</c> as its
/// weight.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rule">The source, and how many items of it.</param>
/// <param name="Weight">Its weight; null where none is given.</param>
internal sealed record GivenRule(string Name, CandidateRule Rule, double? Weight)
{
    // The bounds of CandidateRule.Weight.
    private const double LeastWeight = 1e-6;
    private const double MostWeight = 1e6;

    /// <summary>Reads one; null where it is none, or not of a source that is known.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="known">The sources, by their names.</param>
    /// <param name="problem">Tells what is wrong with its numbers; null where it is the name.</param>
    public static GivenRule? Parse(
        string text, IReadOnlyDictionary<string, RecommendationSource> known, out string? problem)
    {
        problem = null;
        var (rest, weight) = Cut(text, '*');
        var (name, quota) = Cut(rest, ':');
        if (!known.TryGetValue(name, out var source))
        {
            return null;
        }

        if (!TryParseWeight(weight, out var given))
        {
            problem = $"has the weight '{weight}', which is not a number from 0.000001 to 1,000,000.";
            return null;
        }

        if (!TryParseQuota(quota, out var most))
        {
            problem = $"has '{quota}' for how many items, which is not a whole number from 1.";
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
        return text is null || given is >= LeastWeight and <= MostWeight;
    }
}
