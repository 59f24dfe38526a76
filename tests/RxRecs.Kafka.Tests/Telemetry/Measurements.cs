using System.Diagnostics.Metrics;

namespace RxRecs.Kafka.Telemetry;

/// <summary>The measurements of our meter with a certain tag: sums of counters, the last value of gauges and
/// histograms.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _values = [];
    private readonly HashSet<string> _nameless = [];
    private readonly KeyValuePair<string, object?> _tag;

    public Measurements(string tag, string value)
    {
        _tag = new(tag, value);
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == KafkaTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, next, tags, _) => Add(instrument, next, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, next, tags, _) => Add(instrument, next, tags));
        _listener.Start();
    }

    /// <summary>Counters and gauges: what does not depend on how fast the machine is.</summary>
    public IReadOnlyDictionary<string, double> Counts => Values
        .Where(each => each.Key is not (KafkaTelemetry.ProcessDuration or KafkaTelemetry.OperationDuration))
        .ToDictionary();

    /// <summary>The instruments that have measured something without the name of an operation.</summary>
    public IReadOnlyCollection<string> Nameless
    {
        get
        {
            lock (_values)
            {
                return [.. _nameless];
            }
        }
    }

    /// <summary>By instrument; an instrument without a measurement is not there.</summary>
    public IReadOnlyDictionary<string, double> Values
    {
        get
        {
            lock (_values)
            {
                return new Dictionary<string, double>(_values);
            }
        }
    }

    /// <summary>Asks the gauges.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Clear()
    {
        lock (_values)
        {
            _values.Clear();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == _tag.Key && Equals(tag.Value, _tag.Value))
            {
                Add(instrument, value);
                NoteOperation(instrument, tags);
            }
        }
    }

    private void NoteOperation(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag is { Key: TelemetryTags.Operation, Value: string { Length: > 0 } })
            {
                return;
            }
        }

        lock (_values)
        {
            _nameless.Add(instrument.Name);
        }
    }

    private void Add(Instrument instrument, double value)
    {
        lock (_values)
        {
            var before = instrument is Counter<long> ? _values.GetValueOrDefault(instrument.Name) : 0;
            _values[instrument.Name] = before + value;
        }
    }
}
