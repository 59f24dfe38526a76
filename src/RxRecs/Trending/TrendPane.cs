namespace RxRecs;

/// <summary>
/// What was counted between two neighbouring bucket boundaries. A bucket is one pane, or with overlapping buckets the
/// sum of several, so that an event is counted once however many buckets it belongs to.
/// </summary>
internal sealed class TrendPane<TItem>(long index, long start, Dictionary<TItem, long> units)
    where TItem : notnull
{
    public long Index => index;

    public long Start => start;

    public Dictionary<TItem, long> Units => units;

    public long Total { get; set; }
}
