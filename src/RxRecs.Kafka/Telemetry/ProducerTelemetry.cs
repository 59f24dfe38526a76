using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Holds what is counted of one topic that is written to. No call allocates, except the first failure of each kind; any
/// thread may call.
/// </summary>
internal sealed class ProducerTelemetry : IDisposable
{
    private readonly string _topic;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly KeyValuePair<string, object?>[] _flushTags;
    private readonly ConcurrentDictionary<ErrorCode, KeyValuePair<string, object?>[]> _failureTags = new();
    private readonly Func<long> _inFlight;

    /// <summary>Begins to count.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="inFlight">
    /// A function that counts the records that are sent and neither confirmed nor failed; called from any thread.
    /// </param>
    public ProducerTelemetry(string topic, Func<long> inFlight)
    {
        (_topic, _inFlight) = (topic, inFlight);
        _tags = [TelemetryTags.Kafka, new(TelemetryTags.Topic, topic), TelemetryTags.Named("send")];
        _flushTags = [TelemetryTags.Kafka, new(TelemetryTags.Topic, topic), TelemetryTags.Named("flush")];
        LiveGauges.Add(this);
    }

    public IReadOnlyList<KeyValuePair<string, object?>> Tags => _tags;

    /// <summary>Records sent and neither confirmed nor failed.</summary>
    public long InFlight => _inFlight();

    public void Sent(long records) => Instruments.Sent.Add(records, _tags);

    public void Delivered(long records) => Instruments.Delivered.Add(records, _tags);

    public void Failed(long records, ErrorCode code)
    {
        var tags = _failureTags.GetOrAdd(
            code, static (kind, own) => [.. own, new(TelemetryTags.Error, kind.ToString())], _tags);
        Instruments.Failed.Add(records, tags);
    }

    /// <summary>A record is about to be sent: ended when it is confirmed or refused. Within a trace that is sampled,
    /// the record's headers get the context. The default value where nobody listens.</summary>
    public SendWork StartSend(Message<byte[], byte[]> message)
    {
        if (!Instruments.OperationDuration.Enabled && !Instruments.Activities.HasListeners())
        {
            return default;
        }

        var current = Activity.Current;
        var activity = RecordActivities.StartSend(message, _topic, _tags);
        Activity.Current = current; // it ends on another thread
        return new(_tags, activity, Stopwatch.GetTimestamp());
    }

    public Activity? StartFlush()
    {
        var activity = Activities.Start("flush", "send", _topic, _flushTags);
        activity?.SetTag(TelemetryTags.BatchCount, InFlight);
        return activity;
    }

    /// <summary>Takes the topic out of the gauges.</summary>
    public void Dispose() => LiveGauges.Remove(this);
}
