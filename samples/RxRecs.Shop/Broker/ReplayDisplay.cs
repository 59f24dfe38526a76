using RxRecs.Kafka;
using RxRecs.Kafka.Replay;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>Shows how far a replay is: in the bar while a person looks, otherwise as a line now and then.</summary>
internal sealed class ReplayDisplay(Terminal terminal, ProgressBar bar) : IProgress<KafkaReplayProgress>
{
    private const int ReportsBetweenLines = 10;
    private int _reports;

    public void Report(KafkaReplayProgress value)
    {
        bar.CountTo(value.Sent);
        if (!terminal.IsErrorInteractive && ++_reports % ReportsBetweenLines == 0)
        {
            terminal.Error.WriteLine($"{value.Sent:#,0} sent, {value.Confirmed:#,0} confirmed");
        }
    }
}
