using System.Diagnostics;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Counts how often members of a group have been told what they get, an empty hand included.</summary>
internal sealed class Assignments : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

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
                    Interlocked.Increment(ref _count);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public bool Wait(int count, TimeSpan patience) =>
        Eventually.Is(() => Volatile.Read(ref _count) >= count, patience);

    public void Dispose() => _listener.Dispose();
}
