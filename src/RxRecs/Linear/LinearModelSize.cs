namespace RxRecs.Recommenders;

/// <summary>Represents the size of what the training of a model will take, and of what it leaves out.</summary>
/// <param name="Items">The number of items of the model.</param>
/// <param name="Pairs">The number of pairs of items that occur in a visit, an item with itself among them.</param>
/// <param name="Bytes">The number of bytes of memory that the training takes at the most, the visits included.</param>
public readonly record struct LinearModelSize(int Items, long Pairs, long Bytes)
{
    /// <summary>Gets the number of items that are left out, because others are more frequent.</summary>
    public int LeftOutItems { get; init; }

    /// <summary>Gets the number of events that are left out: of these items, or beyond the length of a visit.</summary>
    public long LeftOutEvents { get; init; }
}
