namespace RxRecs;

/// <summary>
/// How alike two sets are, from their sizes and what they share: the part of similar items that can be exchanged.
/// </summary>
public interface ISetSimilarity
{
    /// <summary>The similarity of two sets that share something.</summary>
    /// <param name="shared">How many items both hold, from 1 to the smaller size.</param>
    /// <param name="first">The size of one set.</param>
    /// <param name="second">The size of the other set.</param>
    /// <returns>From 0 (nothing in common; left out) to 1 (the same). Must not throw.</returns>
    double Of(int shared, int first, int second);
}
