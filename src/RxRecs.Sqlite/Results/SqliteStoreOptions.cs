namespace RxRecs.Sqlite;

/// <summary>Tells how a <see cref="SqliteResultStore"/> writes its file.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>
    /// Tells whether each save is flushed to the disk before it returns (<c>synchronous=FULL</c>). False, the default,
    /// flushes now and then (<c>synchronous=NORMAL</c>): a process that is killed loses nothing, and a loss of power
    /// takes back the newest saves, whole ones, which a restart says again.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; }

    /// <summary>Tells how long a save waits for another process that writes: 30 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan BusyTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(30);
}
