using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RxRecs.Sqlite;

/// <summary>
/// One connection to a file of ours. Statements are prepared once and take UTF-8 as it is, so that a row costs no
/// allocation; a connection belongs to one thread at a time.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(5);
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];
    private readonly TimeSpan _busyTimeout;

    /// <summary>Opens a file, and makes its tables where there are none.</summary>
    /// <exception cref="IOException">It cannot be opened, is damaged, of another program or of a newer
    /// version.</exception>
    public SqliteFile(string path, SqliteSchema schema, bool survivesPowerLoss, TimeSpan busyTimeout)
    {
        (Path, _busyTimeout) = (path, busyTimeout);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            _connection.Open();
            _handle = _connection.Handle!;
            Check(raw.sqlite3_busy_timeout(_handle, (int)Math.Min(busyTimeout.TotalMilliseconds, int.MaxValue)));
            schema.Prepare(this);
            Execute(survivesPowerLoss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        }
        catch (SqliteException error)
        {
            _connection.Dispose();
            throw SqliteProblem.Of(path, error.SqliteExtendedErrorCode, error.Message);
        }
        catch (UnauthorizedAccessException error)
        {
            _connection.Dispose();
            throw new IOException($"Cannot make the folder of {path}: {error.Message}", error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>
    /// Gives a connection that writes at random places the room to do so: 64 MiB of pages in memory, and the log
    /// brought
    /// into the file every 40 MB. By default both are so small that a thousand rows write most pages twice.
    /// </summary>
    public void PrepareToWrite() => Execute("PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=10000");

    /// <summary>Prepares a statement, which lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        var prepared = new SqliteStatement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Runs a statement for which SQLite itself does not wait while others use the file.</summary>
    public void ExecuteOnceFree(string sql)
    {
        const int primary = 0xff;
        using var pause = new ManualResetEventSlim();
        var begin = Stopwatch.GetTimestamp();
        var result = raw.sqlite3_exec(_handle, sql);
        while ((result & primary) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
            && Stopwatch.GetElapsedTime(begin) < _busyTimeout)
        {
            pause.Wait(BetweenTries);
            result = raw.sqlite3_exec(_handle, sql);
        }

        Check(result);
    }

    /// <summary>Lets an action read the file as it is at one moment.</summary>
    public void ReadAtOnce(Action read)
    {
        Execute("BEGIN");
        try
        {
            read();
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    /// <summary>Runs a statement that gives one number.</summary>
    public long Number(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        using (statement)
        {
            var result = raw.sqlite3_step(statement);
            return result == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : throw Problem(result);
        }
    }

    /// <summary>Runs an action in a transaction that no other writer gets between; all or nothing.</summary>
    public void Transact<TState>(TState state, Action<TState> action)
        where TState : allows ref struct
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            action(state);
            Execute("COMMIT");
        }
        catch
        {
            foreach (var statement in _statements)
            {
                statement.Reset();
            }

            // A full disk and a damaged page have rolled back by themselves.
            if (raw.sqlite3_get_autocommit(_handle) == 0)
            {
                _ = raw.sqlite3_exec(_handle, "ROLLBACK");
            }

            throw;
        }
    }

    public void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw Problem(result);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private IOException Problem(int result) =>
        SqliteProblem.Of(Path, result, raw.sqlite3_errmsg(_handle).utf8_to_string());
}
