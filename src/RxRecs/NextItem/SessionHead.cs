namespace RxRecs.Recommenders;

/// <summary>Says where the items of a session lie that others are recommended from.</summary>
internal struct SessionHead
{
    /// <summary>Tells of how many the heads are best found at a time: as much as the nearest cache holds.</summary>
    public const int Batch = 64;

    public int Offset;
    public int Count;
}
