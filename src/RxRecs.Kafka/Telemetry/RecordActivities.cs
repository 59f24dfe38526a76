using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Activities of single records, by the W3C's trace context in their headers: made only where somebody listens and the
/// record is sampled, for one of each record would cost more than the record.
/// </summary>
internal static class RecordActivities
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";
    private const int ParentLength = 55;

    /// <summary>Begins to process a record, as a part of its own trace; null where it is not sampled.</summary>
    public static Activity? StartProcess(
        Headers? headers, string topic, KeyValuePair<string, object?>[] tags, long offset)
    {
        var activity = Start(headers, "process", topic, ActivityKind.Consumer, tags, default);
        return activity?.SetTag(TelemetryTags.OperationType, "process").SetTag(TelemetryTags.Offset, offset);
    }

    /// <summary>Tells of the poll that brought a record, where it is sampled.</summary>
    public static void Polled(
        Headers? headers, string topic, KeyValuePair<string, object?>[] tags, DateTimeOffset now, TimeSpan duration)
    {
        using var activity = Start(headers, "poll", topic, ActivityKind.Client, tags, now - duration);
        activity?.SetTag(TelemetryTags.OperationType, "receive").SetEndTime(now.UtcDateTime);
    }

    /// <summary>Begins to send a record within the trace at hand, and puts the context into its headers; null where
    /// nobody listens, or what is at hand is not sampled.</summary>
    public static Activity? StartSend(
        Message<byte[], byte[]> message, string topic, KeyValuePair<string, object?>[] tags)
    {
        if (!Instruments.Activities.HasListeners() || Activity.Current is not { Recorded: true } current)
        {
            return null;
        }

        var activity = Instruments.Activities.StartActivity(
            $"send {topic}", ActivityKind.Producer, current.Context, tags);
        activity?.SetTag(TelemetryTags.OperationType, "send");
        Write(message, activity ?? current);
        return activity;
    }

    private static Activity? Start(
        Headers? headers,
        string operation,
        string topic,
        ActivityKind kind,
        KeyValuePair<string, object?>[] tags,
        DateTimeOffset start) =>
        headers is not null && Instruments.Activities.HasListeners() && TryRead(headers, out var context)
            ? Instruments.Activities.StartActivity(
                $"{operation} {topic}", kind, context, tags, [new ActivityLink(context)], start)
            : null;

    private static bool TryRead(Headers headers, out ActivityContext context)
    {
        context = default;
        return headers.TryGetLastBytes(Parent, out var parent)
            && parent is { Length: ParentLength }
            && IsSampled(parent[ParentLength - 1])
            && ActivityContext.TryParse(
                Encoding.ASCII.GetString(parent),
                headers.TryGetLastBytes(State, out var state) && state is not null
                    ? Encoding.ASCII.GetString(state)
                    : null,
                isRemote: true,
                out context);
    }

    // The last hex digit of the flags is odd.
    private static bool IsSampled(byte digit) =>
        digit is (byte)'1' or (byte)'3' or (byte)'5' or (byte)'7' or (byte)'9'
            or (byte)'b' or (byte)'d' or (byte)'f';

    // A copy: the selector may hand out the same headers again and again. Headers that name a context of their own keep
    // it.
    private static void Write(Message<byte[], byte[]> message, Activity activity)
    {
        if (activity.Id is not { } id || activity.IdFormat != ActivityIdFormat.W3C
            || message.Headers?.TryGetLastBytes(Parent, out _) == true)
        {
            return;
        }

        var headers = new Headers();
        foreach (var each in message.Headers ?? [])
        {
            headers.Add(each);
        }

        headers.Add(Parent, Encoding.ASCII.GetBytes(id));
        if (activity.TraceStateString is { Length: > 0 } state)
        {
            headers.Add(State, Encoding.ASCII.GetBytes(state));
        }

        message.Headers = headers;
    }
}
