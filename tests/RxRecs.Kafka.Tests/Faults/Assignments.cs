using System.Collections.Concurrent;
using System.Diagnostics;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Counts the members of a group that have been told what they get, an empty hand included; each has a thread of its
/// own.
/// </summary>
internal sealed class Assignments : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentDictionary<int, bool> _threads = [];

    public Assignments(string group)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem(TelemetryTags.Group), group)
                    && Equals(activity.GetTagItem(TelemetryTags.Change), "assigned"))
                {
                    _threads[Environment.CurrentManagedThreadId] = true;
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public bool Wait(int members, TimeSpan patience) => Eventually.Is(() => _threads.Count >= members, patience);

    public void Dispose() => _listener.Dispose();
}
