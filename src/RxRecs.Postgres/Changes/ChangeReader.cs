using System.Data.Common;
using Npgsql;
using RxRecs.Machines;

namespace RxRecs.Postgres;

/// <summary>Reads what has changed in a table since it was last read, a batch at a time, and waits for more.</summary>
internal sealed class ChangeReader<T>(
    PostgresServer server, Func<DbDataReader, T> read, PostgresChangesOptions options) : IChangeReader<T>
{
    private NpgsqlConnection? _connection;
    private string _query = "";
    private long _version = options.StartAfter;
    private bool _isNotified;
    private Attempts? _attempts;

    /// <summary>Gives the rows that were read last; empty where nothing has changed.</summary>
    public List<T> Batch { get; } = [];

    /// <summary>Reads the next batch. Nothing counts as read where it fails.</summary>
    /// <exception cref="IOException">Table or column is not there, or of another type.</exception>
    public void Read(CancellationToken cancellation)
    {
        Batch.Clear();
        Connect(cancellation);
        _isNotified = false;
        var version = _version;
        using var command = new NpgsqlCommand(_query, _connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        using var row = Await(command.ExecuteReaderAsync(cancellation));
        while (Await(row.ReadAsync(cancellation)))
        {
            version = row.GetInt64(0);
            Batch.Add(read(row));
        }

        _version = version;
        _attempts?.Succeed();
    }

    /// <summary>Waits until it is time for another look.</summary>
    public void Wait(CancellationToken cancellation)
    {
        if (options.Channel is null)
        {
            Task.Delay(options.PollInterval, options.Retry.TimeProvider, cancellation).GetAwaiter().GetResult();
        }
        else if (!_isNotified)
        {
            Await(_connection!.WaitAsync(options.PollInterval, cancellation));
        }
    }

    public bool IsOfDatabase(Exception error) => PostgresProblem.IsOfDatabase(error);

    public void Recover(Exception error, CancellationToken cancellation)
    {
        Disconnect();
        _attempts ??= new Attempts(server, cancellation);
        _attempts.FailAsync(error).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Disconnect();
        server.Dispose();
    }

    private void Disconnect()
    {
        Batch.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    private static TResult Await<TResult>(Task<TResult> task) => task.GetAwaiter().GetResult();

    private void Connect(CancellationToken cancellation)
    {
        if (_connection is not null)
        {
            return;
        }

        _connection = Await(server.OpenAsync(cancellation));
        _query = Query(_connection);
        if (options.Channel is not null)
        {
            _connection.Notification += (_, _) => _isNotified = true;
            Sql.Execute(_connection, $"LISTEN {Identifier.Quote(options.Channel)}");
        }
    }

    // The server gives the table's name back as SQL takes it: nothing of the options goes into the statement unquoted.
    private string Query(NpgsqlConnection connection)
    {
        if (Sql.Find(connection, "SELECT to_regclass($1)::text", options.Table) is not { } table)
        {
            throw new IOException($"{server.Where} has no table {options.Table} that this user can see. Name its schema"
                + " if it is not in the search path; letters in upper case need quotes.");
        }

        var type = Sql.Find(
            connection,
            """
            SELECT format_type(atttypid, NULL) FROM pg_attribute
            WHERE attrelid = $1::text::regclass AND attname = $2 AND NOT attisdropped
            """,
            options.Table,
            options.VersionColumn);
        if (type is not ("bigint" or "integer"))
        {
            throw new IOException(type is null
                ? $"{server.Where}: the table {table} has no column {options.VersionColumn}, which would tell what has"
                    + " changed."
                : $"{server.Where}: the column {options.VersionColumn} of {table} is of the type {type}. A version is a"
                    + " bigint or integer that rises in the order of commits; a time does not.");
        }

        // Rows of one version come together, so that none is left behind at the end of a batch.
        var version = $"t.{Identifier.Quote(options.VersionColumn)}";
        return $"SELECT {version}::bigint, t.* FROM {table} t WHERE {version} > $1 ORDER BY {version}"
            + $" FETCH FIRST {options.BatchSize} ROWS WITH TIES";
    }
}
