namespace RxRecs.Live;

/// <summary>Writes what the server logs itself.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The synthetic shop cannot write to the log, and goes on: {Problem}")]
    public static partial void CannotAppend(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Warning, "{Notice}")]
    public static partial void Notice(ILogger logger, string notice);

    [LoggerMessage(
        LogLevel.Warning, "Position {Position} of the log cannot be read, and is counted as a dead letter: {Reason}")]
    public static partial void Unreadable(ILogger logger, long position, string reason);

    [LoggerMessage(LogLevel.Warning, "The pipeline waits for its database: {Problem} It tries again in {Seconds} s.")]
    public static partial void WaitsForDatabase(ILogger logger, string problem, string seconds);

    [LoggerMessage(LogLevel.Critical, "The pipeline has failed, and the server stops: {Reason}")]
    public static partial void Failed(ILogger logger, Exception? error, string reason);

    [LoggerMessage(LogLevel.Debug, "Where the pipeline has failed.")]
    public static partial void FailedAt(ILogger logger, Exception error);
}
