namespace RxRecs.Sqlite;

/// <summary>Tells how a <see cref="SqliteEventLog{T}"/> writes and reads its file.</summary>
public sealed record SqliteEventLogOptions
{
    /// <summary>
    /// Tells whether events are flushed to the disk before <c>Append</c> returns (<c>synchronous=FULL</c>): true unless
    /// told otherwise. False survives kill -9 as well, and a loss of power may take the newest events.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; } = true;

    /// <summary>Tells how long an append waits for another process that writes: 30 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan BusyTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Tells how often a reader at the end looks for events that another process has appended: every 250 ms. Those of
    /// this log object wake it at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = OptionValue.UpToADay(value);
    } = TimeSpan.FromMilliseconds(250);

    /// <summary>Tells the largest event in bytes: 256 KiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxEventBytes { get; init => field = OptionValue.Positive(value); } = 256 * 1024;
}
