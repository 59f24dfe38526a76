using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>A commit under way.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct CommitWork(
    Activity? activity, KeyValuePair<string, object?>[] tags, TimeProvider clock, long start) : IDisposable
{
    public void Dispose()
    {
        Instruments.OperationDuration.Record(clock.GetElapsedTime(start).TotalSeconds, tags);
        activity?.Dispose();
    }
}
