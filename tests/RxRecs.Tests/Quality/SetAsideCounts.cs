using System.Diagnostics.Metrics;

namespace RxRecs.Tests.Quality;

/// <summary>Listens to what is set aside on the meter, by operator and reason, until it is disposed.</summary>
internal sealed class SetAsideCounts : IDisposable
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new()
    {
        InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "RxRecs" && instrument.Name == "rxrecs.events.set_aside")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };

    public SetAsideCounts()
    {
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var series = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            _counts[series] = _counts.GetValueOrDefault(series) + value;
        });
        _listener.Start();
    }

    /// <summary>Gets the counts by series, such as <c>operator=Reorder reason=late</c>.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Dispose() => _listener.Dispose();
}
