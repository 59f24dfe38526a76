namespace RxRecs;

/// <summary>The usual similarities of sets.</summary>
public static class SetSimilarity
{
    /// <summary>
    /// Shared items over all items of the two sets: |A and B| / |A or B| (Jaccard 1901).
    /// </summary>
    public static ISetSimilarity Jaccard { get; } = new JaccardSimilarity();

    /// <summary>Shared items over the geometric mean of the sizes: |A and B| / sqrt(|A| |B|) (Ochiai 1957).</summary>
    public static ISetSimilarity Cosine { get; } = new CosineSimilarity();

    /// <summary>
    /// Shared items over the smaller size: |A and B| / min(|A|, |B|) (Szymkiewicz 1934, Simpson 1943).
    /// </summary>
    public static ISetSimilarity Overlap { get; } = new OverlapSimilarity();

    private sealed class JaccardSimilarity : ISetSimilarity
    {
        public double Of(int shared, int first, int second) => (double)shared / (first + second - shared);
    }

    private sealed class CosineSimilarity : ISetSimilarity
    {
        public double Of(int shared, int first, int second) => shared / Math.Sqrt((double)first * second);
    }

    private sealed class OverlapSimilarity : ISetSimilarity
    {
        public double Of(int shared, int first, int second) => (double)shared / Math.Min(first, second);
    }
}
