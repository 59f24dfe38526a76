using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Takes the client library's log lines and errors, without secrets, to whoever wants to read them. Every client of
/// ours gets these handlers: without one the library writes to standard error, unredacted.
/// </summary>
/// <param name="settings">The settings whose secrets are hidden.</param>
/// <param name="output">
/// The callback that receives the lines; null drops them. It may throw: nothing comes of it.
/// </param>
internal sealed class KafkaLog(KafkaSettings settings, Action<string>? output)
{
    private readonly Secrets _secrets = new(settings.Client);

    private long _lost;

    /// <summary>Lines that the output threw at.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The handler for <c>SetLogHandler</c> of any builder.</summary>
    public void OnLog(object client, LogMessage message) =>
        Write(message.Level, $"{message.Facility}: {message.Message}");

    /// <summary>The handler for <c>SetErrorHandler</c> of any builder.</summary>
    public void OnError(object client, Error error) =>
        Write(error.IsFatal ? SyslogLevel.Critical : SyslogLevel.Error, $"{error.Code}: {error.Reason}");

    /// <summary>Writes a line of ours.</summary>
    public void Write(SyslogLevel level, string text)
    {
        if (output is null)
        {
            return;
        }

        try
        {
            output($"Kafka {Name(level)}: {_secrets.Scrub(text)}");
        }
        catch (Exception)
        {
            // A handler that throws makes the client lose the record it has just polled.
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Tells how a line begins that tells of an error.</summary>
    public const string ErrorPrefix = "Kafka error";

    private static string Name(SyslogLevel level) => level switch
    {
        <= SyslogLevel.Error => "error",
        SyslogLevel.Warning => "warning",
        SyslogLevel.Debug => "debug",
        _ => "info",
    };
}
