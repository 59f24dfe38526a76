using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RxRecs.Kafka;

/// <summary>Activities by OpenTelemetry's messaging conventions.</summary>
internal static class Activities
{
    public static Activity? Start(
        string operation, string? type, string? destination, KeyValuePair<string, object?>[] tags)
    {
        if (!Instruments.Activities.HasListeners())
        {
            return null;
        }

        var activity = Instruments.Activities.StartActivity(
            destination is null ? operation : $"{operation} {destination}", ActivityKind.Client);
        activity?.SetTag(TelemetryTags.Operation, operation);
        if (type is not null)
        {
            activity?.SetTag(TelemetryTags.OperationType, type);
        }

        foreach (var (key, value) in tags)
        {
            activity?.SetTag(key, value);
        }

        return activity;
    }

    /// <summary>Counts how it ended, and ends the activity.</summary>
    public static void End(
        Activity? activity, Counter<long> counter, KeyValuePair<string, object?>[] tags, string? error)
    {
        if (error is null)
        {
            counter.Add(1, tags);
        }
        else
        {
            counter.Add(1, [.. tags, new(TelemetryTags.Error, error)]);
            activity?.SetTag(TelemetryTags.Error, error).SetStatus(ActivityStatusCode.Error);
        }

        activity?.Dispose();
    }
}
