using Microsoft.Extensions.Logging;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Writes what a pipeline has to say to its logger.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The pipeline '{Pipeline}' starts.")]
    public static partial void Starting(ILogger logger, string pipeline);

    [LoggerMessage(2, LogLevel.Information, "The pipeline '{Pipeline}' has stopped.")]
    public static partial void Stopped(ILogger logger, string pipeline);

    [LoggerMessage(3, LogLevel.Information, "The source of the pipeline '{Pipeline}' has completed.")]
    public static partial void Completed(ILogger logger, string pipeline);

    [LoggerMessage(4, LogLevel.Error, "The pipeline '{Pipeline}' has failed: {Reason}")]
    public static partial void Failed(ILogger logger, Exception? error, string pipeline, string reason);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "The pipeline '{Pipeline}' has not stopped within the host's timeout: what came since its last commit comes "
        + "again.")]
    public static partial void NotStopped(ILogger logger, string pipeline);

    [LoggerMessage(6, LogLevel.Warning, "{Text}")]
    public static partial void Warning(ILogger logger, string text);

    [LoggerMessage(8, LogLevel.Debug, "Where the pipeline '{Pipeline}' has failed.")]
    public static partial void FailedAt(ILogger logger, Exception error, string pipeline);

    [LoggerMessage(EventId = 7, Message = "{Kind}: {Text}")]
    public static partial void Notice(ILogger logger, LogLevel level, KafkaNoticeKind kind, string text);
}
