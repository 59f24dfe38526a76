namespace RxRecs.Shop.Input;

/// <summary>Tells the rows that <c>Reorder</c> finds late, where the others stay in order of arrival.</summary>
/// <param name="lateness">By how much a row may be behind the latest one.</param>
/// <param name="counts">The counts of what is late.</param>
internal sealed class LateRows(TimeSpan lateness, InputCounts counts)
{
    private long _latest;
    private long _late;

    /// <summary>Tells whether a row is behind the latest one by no more than the lateness, and counts it if
    /// not.</summary>
    public bool IsInTime(in Interaction next)
    {
        var ticks = next.EventTime.UtcTicks;
        _latest = Math.Max(_latest, ticks);
        var watermark = _latest - lateness.Ticks;
        if (ticks >= watermark)
        {
            return true;
        }

        counts.AddLate(new(next, next.EventTime, new(watermark, TimeSpan.Zero), ++_late), lateness);
        return false;
    }
}
