namespace RxRecs.Recommenders;

/// <summary>Specifies which two items of a visit are a pair.</summary>
public enum ItemPairs
{
    /// <summary>Takes each two different items of a visit once, in both directions.</summary>
    Once,

    /// <summary>Takes each two events of a visit, in both directions (association rules).</summary>
    Each,

    /// <summary>Takes an event and one after it, in this direction (sequential rules).</summary>
    Following,
}
