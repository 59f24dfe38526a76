using System.Data.Common;
using Microsoft.Data.Sqlite;
using RxRecs.Machines;

namespace RxRecs.Sqlite;

/// <summary>Reads what has changed in a table of a file that is another program's, a batch at a time.</summary>
internal sealed class ChangeReader<T>(
    string path, Func<DbDataReader, T> read, SqliteChangesOptions options) : IChangeReader<T>
{
    private SqliteConnection? _connection;
    private SqliteCommand? _query;
    private long _version = options.StartAfter;

    public List<T> Batch { get; } = [];

    public void Read(CancellationToken cancellation)
    {
        Batch.Clear();
        Connect();
        var version = _version;
        _query!.Parameters["$after"].Value = version;
        using var row = _query.ExecuteReader();
        while (row.Read())
        {
            version = row.GetValue(0) is long number
                ? number
                : throw new IOException($"{path}: the column {options.VersionColumn} of {options.Table} holds "
                    + $"'{row.GetValue(0)}'. A version is a whole number that rises with each change.");
            Batch.Add(read(row));
        }

        _version = version;
    }

    public void Wait(CancellationToken cancellation) =>
        Task.Delay(options.PollInterval, options.TimeProvider, cancellation).GetAwaiter().GetResult();

    public bool IsOfDatabase(Exception error) => error is SqliteException;

    public void Recover(Exception error, CancellationToken cancellation)
    {
        var problem = (SqliteException)error;
        throw SqliteProblem.Of(path, problem.SqliteExtendedErrorCode, problem.Message);
    }

    public void Dispose()
    {
        _query?.Dispose();
        _connection?.Dispose();
    }

    private void Connect()
    {
        if (_query is not null)
        {
            return;
        }

        if (!File.Exists(path))
        {
            throw new IOException($"{path}: there is no such file.");
        }

        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)), // 0 would be for ever
        }.ToString());
        _connection.Open();
        CheckTable(_connection);
        _query = _connection.CreateCommand();
        _query.CommandText = Query();
        _query.Parameters.AddWithValue("$after", _version);
        _query.Parameters.AddWithValue("$others", options.BatchSize - 1);
    }

    private void CheckTable(SqliteConnection connection)
    {
        using var columns = connection.CreateCommand();
        columns.CommandText = "SELECT name FROM pragma_table_xinfo($table)";
        columns.Parameters.AddWithValue("$table", options.Table);
        using var row = columns.ExecuteReader();
        var isThere = false;
        while (row.Read())
        {
            isThere = true;
            if (string.Equals(row.GetString(0), options.VersionColumn, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        throw new IOException(isThere
            ? $"{path}: the table {options.Table} has no column {options.VersionColumn}, which would tell what has "
                + "changed."
            : $"{path} has no table {options.Table}.");
    }

    // Rows of one version come together, so that none is left behind at the end of a batch: up to the version of the
    // last row of the batch, or all where there are fewer.
    private string Query()
    {
        var (table, version) = (Quote(options.Table), $"t.{Quote(options.VersionColumn)}");
        return $"SELECT {version}, t.* FROM {table} t WHERE {version} > $after AND {version} <= coalesce("
            + $"(SELECT {version} FROM {table} t WHERE {version} > $after ORDER BY {version} LIMIT 1 OFFSET $others), "
            + $"(SELECT max({version}) FROM {table} t)) ORDER BY {version}";
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
