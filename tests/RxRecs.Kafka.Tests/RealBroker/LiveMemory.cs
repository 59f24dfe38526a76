namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Measures the memory that the process keeps alive after the first fifth of so many events, and after the last.
/// </summary>
internal sealed class LiveMemory(int events)
{
    private const long MiB = 1024 * 1024;
    private const long Allowance = 8 * MiB;
    private long _seen;
    private long _early;
    private long _late;

    /// <summary>Counts an event, on whichever thread.</summary>
    public void Count()
    {
        var seen = Interlocked.Increment(ref _seen);
        if (seen == events / 5)
        {
            _early = GC.GetTotalMemory(forceFullCollection: true);
        }
        else if (seen == events)
        {
            _late = GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    public void AssertFlat(string name)
    {
        Assert.That(new[] { _early, _late }, Has.None.Zero, $"{name}: only {_seen} of {events} events were seen");
        Assert.That(_late, Is.AtMost((1.5 * _early) + Allowance), $"{name}: {this}");
    }

    public override string ToString() => $"{_early / MiB} MiB alive after a fifth, {_late / MiB} MiB at the end";
}
