using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>One record on its way to the broker; the default value stands for one that nobody listens to.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SendWork(KeyValuePair<string, object?>[] tags, Activity? activity, long start)
{
    /// <summary>Tells whether anybody listens.</summary>
    public bool IsMeasured => tags is not null;

    /// <summary>The broker has confirmed it, or it is refused.</summary>
    /// <param name="error">The error's name, or null.</param>
    public void End(string? error)
    {
        if (!IsMeasured)
        {
            return;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (error is null)
        {
            Instruments.OperationDuration.Record(seconds, tags);
        }
        else
        {
            Instruments.OperationDuration.Record(seconds, [.. tags, new(TelemetryTags.Error, error)]);
            activity?.SetTag(TelemetryTags.Error, error).SetStatus(ActivityStatusCode.Error);
        }

        // What is current on the client's thread, or on one that flushes, stays so.
        var current = Activity.Current;
        activity?.Dispose();
        Activity.Current = current;
    }
}
