namespace RxRecs.Webhooks;

/// <summary>Counts what becomes of a sink's values, for its owner and on the meter.</summary>
/// <param name="host">The receiver.</param>
internal sealed class SinkCounts(string host)
{
    private readonly KeyValuePair<string, object?> _host = new("server.address", host);
    private long _delivered;
    private long _failed;

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Failed => Interlocked.Read(ref _failed);

    public void Take() => Instruments.Pending.Add(1, _host);

    public void Retry(string errorType) => Instruments.Retries.Add(1, _host, Tag(errorType));

    public void Deliver()
    {
        Interlocked.Increment(ref _delivered);
        Instruments.Delivered.Add(1, _host);
        Instruments.Pending.Add(-1, _host);
    }

    public void Fail(string errorType)
    {
        Interlocked.Increment(ref _failed);
        Instruments.Failures.Add(1, _host, Tag(errorType));
        Instruments.Pending.Add(-1, _host);
    }

    private static KeyValuePair<string, object?> Tag(string errorType) => new("error.type", errorType);
}
