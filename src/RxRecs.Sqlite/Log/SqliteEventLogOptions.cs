namespace RxRecs.Sqlite;

/// <summary>Provides the options by which a <see cref="SqliteEventLog{T}"/> writes and reads its file.</summary>
public sealed record SqliteEventLogOptions
{
    /// <summary>
    /// Gets a value indicating whether events are flushed to the disk before <c>Append</c> returns
    /// (<c>synchronous=FULL</c>). The default is true. False survives kill -9 as well, and a loss of power may take the
    /// newest events.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; } = true;

    /// <summary>
    /// Gets the time for which an append waits for another process that writes. The default is 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan BusyTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets the interval at which a reader at the end looks for events that another process has appended. The default
    /// is 250 ms. Events that this log object appends wake the reader at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = OptionValue.UpToADay(value);
    } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets the size of the largest event, in bytes. The default is 256 KiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxEventBytes { get; init => field = OptionValue.Positive(value); } = 256 * 1024;
}
