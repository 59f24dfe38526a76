using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reactive;
using System.Text;

namespace RxRecs.Kafka.Tests.Canary;

/// <summary>Everything that comes out of a run, by where it came out.</summary>
internal sealed class Leaks : IDisposable
{
    private readonly ConcurrentQueue<(string Where, string Text)> _texts = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    public Leaks()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == KafkaTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Add(
                "activity",
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(_activities);
        Notices = Observer.Create<KafkaNotice>(each => Add("notice", each.Text));
        Failures = Observer.Create<DeliveryFailure>(failure => Add("delivery failure", failure.ToString()));
    }

    public IObserver<KafkaNotice> Notices { get; }

    /// <summary>Notes what a reading says of itself.</summary>
    public void Add(DeadLetter? letter)
    {
        if (letter is not null)
        {
            Add("dead letter", letter.ToString());
        }
    }

    public IObserver<DeliveryFailure> Failures { get; }

    /// <summary>The text that came out there.</summary>
    public IEnumerable<string> Of(string where) => _texts.Where(each => each.Where == where).Select(each => each.Text);

    public void Add(string where, string? text) => _texts.Enqueue((where, text ?? ""));

    public void Add(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            Add("exception", error.ToString());
            Add("exception", error.Message);
            foreach (var data in error.Data.Values)
            {
                Add("exception", data?.ToString());
            }
        }
    }

    /// <summary>The places where the secret came out, as it is or in Base64, with the text.</summary>
    public IReadOnlyList<string> Find(string secret)
    {
        _meters.RecordObservableInstruments();
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        return [.. _texts
            .Where(
                each => each.Text.Contains(secret, StringComparison.OrdinalIgnoreCase) || each.Text.Contains(encoded))
            .Select(each => $"{each.Where}: {each.Text}")];
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Add("telemetry", $"{instrument.Name} {string.Join(' ', tags.ToArray())}");
}
