namespace RxRecs;

/// <summary>
/// Measures how alike two sets are, from their sizes and what they share: the part of similar items that can be
/// exchanged. The usual similarities are the static members; derive from it for one of your own.
/// </summary>
public abstract class SetSimilarity
{
    /// <summary>
    /// Gets the similarity that is shared items over all items of the two sets: |A and B| / |A or B| (Jaccard 1901).
    /// </summary>
    public static SetSimilarity Jaccard { get; } = new JaccardSimilarity();

    /// <summary>
    /// Gets the similarity that is shared items over the geometric mean of the sizes: |A and B| / sqrt(|A| |B|) (Ochiai
    /// 1957).
    /// </summary>
    public static SetSimilarity Cosine { get; } = new CosineSimilarity();

    /// <summary>
    /// Gets the similarity that is shared items over the smaller size: |A and B| / min(|A|, |B|) (Szymkiewicz 1934,
    /// Simpson 1943).
    /// </summary>
    public static SetSimilarity Overlap { get; } = new OverlapSimilarity();

    /// <summary>Returns the similarity of two sets that share something.</summary>
    /// <param name="shared">The number of items that both hold, from 1 to the smaller size.</param>
    /// <param name="first">The size of one set.</param>
    /// <param name="second">The size of the other set.</param>
    /// <returns>A number from 0 (nothing in common; left out) to 1 (the same). Must not throw.</returns>
    public abstract double Of(int shared, int first, int second);

    private sealed class JaccardSimilarity : SetSimilarity
    {
        public override double Of(int shared, int first, int second) => (double)shared / (first + second - shared);
    }

    private sealed class CosineSimilarity : SetSimilarity
    {
        public override double Of(int shared, int first, int second) => shared / Math.Sqrt((double)first * second);
    }

    private sealed class OverlapSimilarity : SetSimilarity
    {
        public override double Of(int shared, int first, int second) => (double)shared / Math.Min(first, second);
    }
}
