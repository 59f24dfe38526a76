namespace RxRecs.Sqlite;

/// <summary>
/// Provides the options of <see cref="SqliteChanges"/>: the table that it follows, and how it does so.
/// </summary>
public sealed record SqliteChangesOptions
{
    /// <summary>Gets the name of the table or view, without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// Gets the column whose value rises with every change of a row, with an index: <c>version</c>, of whole numbers.
    /// Rows without a value are not seen.
    /// </summary>
    public string VersionColumn { get; init; } = "version";

    /// <summary>
    /// Gets the version behind which reading begins; the least number, the default, reads the whole table first.
    /// </summary>
    public long StartAfter { get; init; } = long.MinValue;

    /// <summary>
    /// Gets the interval between a look that finds no change and the next one. The default is 1 second.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over a day.</exception>
    public TimeSpan PollInterval { get; init => field = OptionValue.UpToADay(value); } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the maximum number of rows that are read at once. The default is 512.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = OptionValue.Positive(value); } = 512;

    /// <summary>
    /// Gets a value indicating whether <c>Subscribe</c> returns only once the rows that are there have been delivered.
    /// The default is true.
    /// </summary>
    public bool IsLoadedFirst { get; init; } = true;

    /// <summary>
    /// Gets the time for which a look waits for another process that keeps the file locked, counted in whole seconds,
    /// and at least one. The default is 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or over a day.</exception>
    public TimeSpan BusyTimeout
    {
        get;
        init => field = OptionValue.Between(value, TimeSpan.Zero, TimeSpan.FromDays(1));
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the clock that measures the interval between looks. The default is the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
