namespace RxRecs.Sqlite;

/// <summary>Provides the options by which a <see cref="SqliteResultStore"/> writes its file.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>
    /// Gets a value indicating whether each save is flushed to the disk before it returns (<c>synchronous=FULL</c>).
    /// False, the default, flushes now and then (<c>synchronous=NORMAL</c>): a process that is killed loses nothing,
    /// and a loss of power takes back the newest saves, whole ones, which a restart says again.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; }

    /// <summary>
    /// Gets the time for which a save waits for another process that writes. The default is 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan BusyTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(30);
}
