using Npgsql;

namespace RxRecs.Postgres;

/// <summary>
/// Provides the options of <see cref="PostgresChanges"/>: the table that it follows, and how it does so.
/// </summary>
public sealed record PostgresChangesOptions
{
    private readonly string _versionColumn = "version";
    private readonly string? _channel;

    /// <summary>Gets the table or view as SQL writes it, such as <c>products</c> or <c>shop."Products"</c>.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// Gets the column whose value rises with every change of a row, with an index: <c>version</c>, of the type
    /// <c>bigint</c> or <c>integer</c>. Rows without a value are not seen.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty, longer than 63 bytes of UTF-8, or holds
    /// U+0000.</exception>
    public string VersionColumn
    {
        get => _versionColumn;
        init
        {
            Identifier.Check(value, nameof(VersionColumn));
            _versionColumn = value;
        }
    }

    /// <summary>
    /// Gets the version behind which reading begins; the least number, the default, reads the whole table first.
    /// </summary>
    public long StartAfter { get; init; } = long.MinValue;

    /// <summary>
    /// Gets the channel whose notifications (<c>NOTIFY</c>) tell at once that something has changed; null, the default,
    /// looks at the table at intervals alone. A notification that is lost delays a change by
    /// <see cref="PollInterval"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty, longer than 63 bytes of UTF-8, or holds
    /// U+0000.</exception>
    public string? Channel
    {
        get => _channel;
        init
        {
            if (value is not null)
            {
                Identifier.Check(value, nameof(Channel));
            }

            _channel = value;
        }
    }

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
    /// Gets the options by which reading waits for a database that is away. Their clock measures the intervals between
    /// looks as well, but for those that a channel may end.
    /// </summary>
    public PostgresRetryOptions Retry { get; init; } = new();

    /// <summary>
    /// Gets the action that configures what a connection string cannot express, such as a provider of passwords that
    /// expire, or types of columns that are not built in; null for nothing.
    /// </summary>
    public Action<NpgsqlSlimDataSourceBuilder>? Configure { get; init; }
}
