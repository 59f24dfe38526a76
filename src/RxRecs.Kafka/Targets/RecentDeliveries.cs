namespace RxRecs.Kafka;

/// <summary>
/// Keeps what was handed on of one partition within a span of time, at the least, and within two of them at the most.
/// </summary>
internal sealed class RecentDeliveries
{
    private Delivery _before = Delivery.None;
    private Delivery _now = Delivery.None;
    private long _begun;
    private long _last = long.MinValue;

    /// <summary>Something was handed on.</summary>
    public void Note(long position, long time, long span)
    {
        if (time - _begun >= span)
        {
            _before = _last != long.MinValue && time - _last < span ? _now : Delivery.None;
            (_now, _begun) = (Delivery.None, time);
        }

        _now = Delivery.Least(_now, new Delivery(position));
        _last = time;
    }

    /// <summary>Gives what was handed on in the span before a time; null for nothing.</summary>
    public Delivery? Before(long time, long span) =>
        _last == long.MinValue || time - _last >= span ? null
        : time - _begun >= span ? _now
        : Delivery.Least(_before, _now);
}
