namespace RxRecs.Recommenders;

/// <summary>Tells what the training of a model will take, and what it leaves out.</summary>
/// <param name="Items">How many items the model has.</param>
/// <param name="Pairs">How many pairs of items occur in a visit, an item with itself among them.</param>
/// <param name="Bytes">How many bytes of memory the training takes at the most, the visits included.</param>
public readonly record struct LinearModelSize(int Items, long Pairs, long Bytes)
{
    /// <summary>Counts the items that are left out, because others are more frequent.</summary>
    public int LeftOutItems { get; init; }

    /// <summary>Counts the events that are left out: of these items, or beyond the length of a visit.</summary>
    public long LeftOutEvents { get; init; }
}
