using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;

namespace RxRecs.Kafka.Telemetry;

/// <summary>
/// What is counted of one topic that is written to. No call allocates, except the first failure of each kind; any
/// thread may call.
/// </summary>
internal sealed class ProducerTelemetry : IDisposable
{
    private readonly string _topic;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly KeyValuePair<string, object?>[] _sendTags;
    private readonly ConcurrentDictionary<ErrorCode, KeyValuePair<string, object?>[]> _failureTags = new();
    private long _inFlight;

    public ProducerTelemetry(string topic)
    {
        _topic = topic;
        _tags = [TelemetryTags.Kafka, new(TelemetryTags.Topic, topic)];
        _sendTags = [.. _tags, new(TelemetryTags.Operation, "send")];
        LiveGauges.Add(this);
    }

    public IReadOnlyList<KeyValuePair<string, object?>> Tags => _tags;

    /// <summary>Records sent and neither confirmed nor failed.</summary>
    public long InFlight => Interlocked.Read(ref _inFlight);

    public void Sent(long records)
    {
        Interlocked.Add(ref _inFlight, records);
        Instruments.Sent.Add(records, _sendTags);
    }

    public void Delivered(long records)
    {
        Interlocked.Add(ref _inFlight, -records);
        Instruments.Delivered.Add(records, _tags);
    }

    public void Failed(long records, ErrorCode code)
    {
        Interlocked.Add(ref _inFlight, -records);
        var tags = _failureTags.GetOrAdd(
            code, static (kind, own) => [.. own, new(TelemetryTags.Error, kind.ToString())], _tags);
        Instruments.Failed.Add(records, tags);
    }

    public Activity? StartFlush()
    {
        var activity = Activities.Start("flush", "send", _topic, _tags);
        activity?.SetTag(TelemetryTags.BatchCount, InFlight);
        return activity;
    }

    /// <summary>Takes the topic out of the gauges.</summary>
    public void Dispose() => LiveGauges.Remove(this);
}
