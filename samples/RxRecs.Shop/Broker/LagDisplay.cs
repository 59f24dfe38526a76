using RxRecs.Kafka;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Shows how far a reader has come: in the bar while a person looks, otherwise as a line now and then when something
/// has come.
/// </summary>
internal sealed class LagDisplay : IProgress<KafkaProgress>
{
    private const int ReportsBetweenLines = 10;
    private readonly string _layer;
    private readonly Terminal _terminal;
    private readonly ProgressBar? _bar;
    private readonly TimeProvider _clock;
    private long _toldOf;
    private long _toldAt;
    private int _reports;

    public LagDisplay(string layer, Terminal terminal, ProgressBar? bar, TimeProvider? clock = null)
    {
        (_layer, _terminal, _bar, _clock) = (layer, terminal, bar, clock ?? TimeProvider.System);
        _toldAt = _clock.GetTimestamp();
    }

    public void Report(KafkaProgress value)
    {
        if (_bar is not null)
        {
            _bar.Lag = value.Lag;
        }

        if (!_terminal.IsErrorInteractive && ++_reports % ReportsBetweenLines == 0)
        {
            Tell(value);
        }
    }

    private void Tell(KafkaProgress value)
    {
        var now = _clock.GetTimestamp();
        if (value.Records != _toldOf)
        {
            var seconds = Math.Max(0.001, _clock.GetElapsedTime(_toldAt, now).TotalSeconds);
            var rate = (value.Records - _toldOf) / seconds;
            _terminal.Error.WriteLine(
                $"{_layer}: {Plain.Count(value.Records, "event")}, {rate:#,0}/s, lag {value.Lag:#,0}");
        }

        (_toldOf, _toldAt) = (value.Records, now);
    }
}
