using Npgsql;

namespace RxRecs.Postgres;

/// <summary>
/// Tells where in a database a <see cref="PostgresResultStore"/> keeps its tables, and how it connects.
/// </summary>
public sealed record PostgresStoreOptions
{
    private readonly string _schema = "rxrecs";

    /// <summary>
    /// Gives the schema of the tables, made where it is missing: <c>rxrecs</c>. It belongs to the stores of RxRecs
    /// alone; several may share it.
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

    /// <summary>Tells how a call waits for a database that is away.</summary>
    public PostgresRetryOptions Retry { get; init; } = new();

    /// <summary>
    /// Configures what a connection string cannot express, such as a provider of passwords that expire; null for
    /// nothing.
    /// </summary>
    public Action<NpgsqlSlimDataSourceBuilder>? Configure { get; init; }
}
