using System.Diagnostics.Metrics;
using System.Net;

namespace RxRecs.Webhooks;

[NonParallelizable]
internal sealed class WebhookTelemetryTests : WebhookSinkTestBase
{
    [Test]
    public void Meter_OfASink_CountsWhatBecomesOfItsValues()
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == WebhookTelemetry.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}";
            sums[name] = sums.GetValueOrDefault(name) + value;
        });
        listener.Start();
        var sink = Sink(
            new Receiver(each => (each.Id, each.Attempt) switch
            {
                ("7-1", 1) => HttpStatusCode.BadGateway,
                ("7-3", _) => HttpStatusCode.BadRequest,
                _ => HttpStatusCode.OK,
            }),
            Options with { Endpoint = new("https://counted.example/hidden-path") });

        sink.OnNext("7-1");
        sink.OnNext("7-2");
        sink.OnNext("7-3");
        RunOut(sink);

        Assert.That(sums.Where(each => each.Key.Contains("counted.example")), Is.EqualTo(new Dictionary<string, long>
        {
            ["rxrecs.webhooks.delivered counted.example"] = 2,
            ["rxrecs.webhooks.failures counted.example 400"] = 1,
            ["rxrecs.webhooks.pending counted.example"] = 0,
            ["rxrecs.webhooks.retries counted.example 502"] = 1,
        }));
    }
}
