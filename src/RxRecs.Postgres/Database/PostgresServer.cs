using Npgsql;

namespace RxRecs.Postgres;

/// <summary>
/// Holds where the database is and how it is connected to. Connections are not pooled: each user of one keeps it, and
/// opens another where it breaks. Nothing here tells what the connection string holds but host, port and database.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const int MaxPort = 65535;
    private readonly NpgsqlDataSource _source;

    /// <summary>Reads the connection string.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    public PostgresServer(
        string connectionString,
        string? schema,
        PostgresRetryOptions retry,
        Action<NpgsqlSlimDataSourceBuilder>? configure)
    {
        ArgumentNullException.ThrowIfNull(retry);
        (Retry, Backoff) = (retry, new Backoff(retry));
        var builder = Builder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.Pooling = false;
        settings.ApplicationName ??= "RxRecs";
        if (schema is not null)
        {
            // Our own tables have built-in types alone: others need not be asked for on each connection.
            settings.SearchPath = Identifier.Quote(schema);
            builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        }

        builder.EnableTransportSecurity();
        configure?.Invoke(builder);
        Where = $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
        _source = builder.Build();
    }

    /// <summary>Names host, port and database, for messages.</summary>
    public string Where { get; }

    public PostgresRetryOptions Retry { get; }

    public Backoff Backoff { get; }

    /// <summary>Tells whether a connection string can be read.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void Check(string connectionString) => _ = Builder(connectionString);

    public NpgsqlConnection Open() => _source.OpenConnection();

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation) =>
        await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    public void Dispose() => _source.Dispose();

    // The exception of the parser names keywords, and half of a password with a semicolon is one to it.
    private static NpgsqlSlimDataSourceBuilder Builder(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        try
        {
            var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
            if (builder.ConnectionStringBuilder is { Host.Length: > 0, Port: > 0 and <= MaxPort })
            {
                return builder;
            }
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            // Told below, without what it says.
        }

        throw new ArgumentException(
            "The connection string cannot be read, names no host, or names a port that is none. It is a list of"
            + " keywords and values such as 'Host=localhost;Database=shop;Username=recs'; it is not shown here, since"
            + " it may hold a password.",
            nameof(connectionString));
    }
}
