using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>One record in process: its time and, where it is sampled, its activity, which is the current one
/// meanwhile. The default value stands for a record that nobody listens to.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RecordWork(PartitionTelemetry partition, Activity? activity, long start)
{
    /// <summary>Tells whether anybody listens to what is told of single records.</summary>
    public static bool IsListenedTo =>
        Instruments.ProcessDuration.Enabled || Instruments.OperationDuration.Enabled
        || Instruments.Activities.HasListeners();

    /// <summary>The record is processed.</summary>
    /// <param name="failure">The exception of the processing, or null.</param>
    public void End(Exception? failure = null)
    {
        if (partition is null)
        {
            return;
        }

        var error = failure?.GetType().FullName;
        partition.Processed(start, error);
        if (error is not null)
        {
            activity?.SetTag(TelemetryTags.Error, error).SetStatus(ActivityStatusCode.Error);
        }

        activity?.Dispose();
    }
}
