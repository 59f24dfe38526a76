using Npgsql;

namespace RxRecs.Postgres;

/// <summary>
/// Provides the options of a <see cref="PostgresResultStore"/>: where in a database it keeps its tables, and how it
/// connects.
/// </summary>
public sealed record PostgresStoreOptions
{
    private readonly string _schema = "rxrecs";

    /// <summary>
    /// Gets the schema of the tables, which is made where it is missing. The default is <c>rxrecs</c>. It belongs to
    /// the stores of RxRecs alone; several may share it.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty, longer than 63 bytes of UTF-8, or holds
    /// U+0000.</exception>
    public string Schema
    {
        get => _schema;
        init
        {
            Identifier.Check(value, nameof(Schema));
            _schema = value;
        }
    }

    /// <summary>Gets the options by which a call waits for a database that is away.</summary>
    public PostgresRetryOptions Retry { get; init; } = new();

    /// <summary>
    /// Gets the action that configures what a connection string cannot express, such as a provider of passwords that
    /// expire; null for nothing.
    /// </summary>
    public Action<NpgsqlSlimDataSourceBuilder>? Configure { get; init; }
}
