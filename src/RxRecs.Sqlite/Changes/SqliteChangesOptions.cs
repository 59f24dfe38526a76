namespace RxRecs.Sqlite;

/// <summary>Tells which table <see cref="SqliteChanges"/> follows, and how.</summary>
public sealed record SqliteChangesOptions
{
    /// <summary>Gives the name of the table or view, without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// Gives the column whose value rises with every change of a row, with an index: <c>version</c>, of whole numbers.
    /// Rows without a value are not seen.
    /// </summary>
    public string VersionColumn { get; init; } = "version";

    /// <summary>
    /// Gives the version behind which reading begins; the least number, the default, reads the whole table first.
    /// </summary>
    public long StartAfter { get; init; } = long.MinValue;

    /// <summary>Tells how long after a look without a change the next one follows: 1 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan PollInterval { get; init => field = OptionValue.UpToADay(value); } = TimeSpan.FromSeconds(1);

    /// <summary>Tells how many rows are read at once: 512.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = OptionValue.Positive(value); } = 512;

    /// <summary>
    /// Tells whether <c>Subscribe</c> returns only once the rows that are there have been delivered: true unless told
    /// otherwise.
    /// </summary>
    public bool IsLoadedFirst { get; init; } = true;

    /// <summary>
    /// Tells how long a look waits for another process that keeps the file locked: 30 s. Counted in whole seconds, and
    /// at least one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or over a day.</exception>
    public TimeSpan BusyTimeout
    {
        get;
        init => field = OptionValue.Between(value, TimeSpan.Zero, TimeSpan.FromDays(1));
    } = TimeSpan.FromSeconds(30);

    /// <summary>Measures the interval between looks; the system's clock unless told otherwise.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
