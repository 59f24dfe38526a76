using Microsoft.Extensions.Logging;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Writes the notices of sources and sinks to a logger.</summary>
internal sealed class NoticeLog(ILogger logger) : IObserver<KafkaNotice>
{
    public void OnNext(KafkaNotice value)
    {
        var level = LevelOf(value.Kind);
        if (logger.IsEnabled(level))
        {
            Log.Notice(logger, level, value.Kind, value.Text);
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    private static LogLevel LevelOf(KafkaNoticeKind kind) => kind switch
    {
        KafkaNoticeKind.DataLost => LogLevel.Error,
        KafkaNoticeKind.ClientLog => LogLevel.Debug,
        KafkaNoticeKind.Partitions or KafkaNoticeKind.Other => LogLevel.Information,
        _ => LogLevel.Warning,
    };
}
