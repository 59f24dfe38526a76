namespace RxRecs;

/// <summary>Checks what must hold for a recommender's options before anything is built from them.</summary>
internal static class ShopRecommenderCheck
{
    public static void Validate(ShopRecommenderOptions options)
    {
        (object? Part, string Name)[] parts =
        [
            (options.Buckets, nameof(options.Buckets)),
            (options.KindWeights, nameof(options.KindWeights)),
            (options.TrendScore, nameof(options.TrendScore)),
            (options.TrendRanking, nameof(options.TrendRanking)),
            (options.Similar, nameof(options.Similar)),
            (options.NextItems, nameof(options.NextItems)),
            (options.Bundles, nameof(options.Bundles)),
            (options.Filter, nameof(options.Filter)),
            (options.Sources, nameof(options.Sources)),
            (options.Fallbacks, nameof(options.Fallbacks)),
        ];
        foreach (var (part, name) in parts)
        {
            if (part is null)
            {
                throw new ArgumentException($"{name} is missing.", nameof(options));
            }
        }

        if (!AreDistinct(options.Sources) || !AreDistinct(options.Fallbacks))
        {
            throw new ArgumentException(
                $"{nameof(options.Sources)} and {nameof(options.Fallbacks)} name each source at most once.",
                nameof(options));
        }
    }

    private static bool AreDistinct(IReadOnlyList<CandidateRule> rules) =>
        rules.DistinctBy(rule => rule.Source).Count() == rules.Count;
}
