using RxRecs.Machines;
using RxRecs.Tests.Time;
using RxRecs.Tests.Trending;

namespace RxRecs.Tests;

/// <summary>The built-in codecs and those of the events of the tests.</summary>
internal static class TestCodecs
{
    public static SnapshotCodecs All { get; } = SnapshotCodecs.Default
        .With(TimedEvent.Write, TimedEvent.Read)
        .With(Sale.Write, Sale.Read);
}
