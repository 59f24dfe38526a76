namespace RxRecs.Benchmarks;

/// <summary>A sale of one item: as small as an event can be.</summary>
public readonly record struct Sale(long Ticks, long Item)
{
    public DateTimeOffset Time => new(Ticks, TimeSpan.Zero);
}
