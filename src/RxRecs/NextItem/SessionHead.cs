namespace RxRecs.Recommenders;

/// <summary>Says where the items of a session lie that others are recommended from.</summary>
internal struct SessionHead
{
    public int Offset;
    public int Count;

    /// <summary>Holds what is of no use but to have been read.</summary>
    public int Touched;
}
