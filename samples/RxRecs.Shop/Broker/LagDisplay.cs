using RxRecs.Kafka;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>
/// Shows how far a reader has come: in the bar while a person looks, otherwise as a line now and then when something
/// has come.
/// </summary>
internal sealed class LagDisplay(string layer, Terminal terminal, ProgressBar? bar) : IProgress<KafkaProgress>
{
    private const int ReportsBetweenLines = 10;
    private long _records;
    private long _toldOf;
    private int _reports;

    public void Report(KafkaProgress value)
    {
        if (bar is not null)
        {
            bar.Lag = value.Lag;
        }

        var rate = value.Records - _records;
        _records = value.Records;
        if (!terminal.IsErrorInteractive && ++_reports % ReportsBetweenLines == 0 && value.Records != _toldOf)
        {
            _toldOf = value.Records;
            terminal.Error.WriteLine($"{layer}: {value.Records:#,0} events, {rate:#,0}/s, lag {value.Lag:#,0}");
        }
    }
}
