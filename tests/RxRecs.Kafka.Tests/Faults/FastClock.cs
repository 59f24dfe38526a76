namespace RxRecs.Kafka.Tests.Faults;

/// <summary>A clock whose timestamps pass fifty times as fast, for what happens once a second.</summary>
internal sealed class FastClock(bool atOnce = true) : TimeProvider
{
    private const int Factor = 50;
    private long _since = atOnce ? 0 : long.MaxValue;

    /// <summary>Goes fast from now on. Before, it went as any clock does, so that no timeout ended early.</summary>
    public void Hurry() => Volatile.Write(ref _since, System.GetTimestamp());

    public override long GetTimestamp()
    {
        var (now, since) = (System.GetTimestamp(), Volatile.Read(ref _since));
        return now <= since ? now : since + ((now - since) * Factor);
    }
}
