namespace RxRecs.Kafka.Tests.Faults;

/// <summary>A clock whose timestamps pass fifty times as fast, for what happens once a second.</summary>
internal sealed class FastClock : TimeProvider
{
    private const int Factor = 50;

    public override long GetTimestamp() => System.GetTimestamp() * Factor;
}
