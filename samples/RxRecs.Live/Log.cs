namespace RxRecs.Live;

/// <summary>Writes what the server logs itself.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "The synthetic shop cannot write to the log; it goes on.")]
    public static partial void CannotAppend(ILogger logger, Exception error);
}
