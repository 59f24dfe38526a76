using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace RxRecs.Postgres.Cluster;

/// <summary>
/// A server of the tests' own, in a temporary folder, on a free port of the loopback address, which flushes to the
/// disk; it ends with the process of the tests, even where that is killed.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    /// <summary>A user who needs a password.</summary>
    public const string Guarded = "guarded";

    public const string Password = "s3cret;\"pass'word";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly PostgresPrograms _programs;
    private readonly string _folder = Directory.CreateTempSubdirectory("rxrecs-postgres-").FullName;
    private readonly List<string> _log = [];
    private Process? _server;
    private Process? _watcher;

    public PostgresCluster(PostgresPrograms programs)
    {
        _programs = programs;
        programs.HandOver(_folder);
        programs.RunToEnd(
            "initdb", "-D", _folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--no-sync");
        var access = Path.Combine(_folder, "pg_hba.conf");
        File.WriteAllText(access, $"host all {Guarded} 127.0.0.1/32 scram-sha-256\n{File.ReadAllText(access)}");
        Port = LoopbackPort.Free();
        Start();
        Execute($"CREATE ROLE {Guarded} LOGIN PASSWORD '{Password.Replace("'", "''", StringComparison.Ordinal)}'");
    }

    public int Port { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false";

    /// <summary>Starts it again, and waits until it answers.</summary>
    public void Start()
    {
        var waiting = Stopwatch.StartNew();
        Launch();
        while (!Answers())
        {
            if (waiting.Elapsed > Patience)
            {
                throw new TimeoutException($"PostgreSQL does not answer:\n{Log()}");
            }

            // Behind a kill, processes of before may still be ending, and it refuses to start.
            if (_server!.HasExited)
            {
                Release();
                Launch();
            }

            Task.Delay(20).Wait();
        }
    }

    /// <summary>Kills the server's first process, as a crash would (kill -9); the others end by themselves.</summary>
    public void Kill()
    {
        _server!.Kill();
        Release();
    }

    /// <summary>Stops it in an orderly way; clients are sent away.</summary>
    public void Stop()
    {
        PostgresPrograms.Run("kill", "-INT", _server!.Id.ToString(CultureInfo.InvariantCulture));
        Release();
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The rows, columns separated by a bar.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        }

        return rows;
    }

    public NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            Stop();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        try
        {
            Open().Dispose();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void Launch()
    {
        _server = _programs.Start(
            "postgres",
            "-D",
            _folder,
            "-p",
            Port.ToString(CultureInfo.InvariantCulture),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "shared_buffers=64MB");
        _server.OutputDataReceived += (_, line) => Take(line.Data);
        _server.ErrorDataReceived += (_, line) => Take(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();

        // Its standard input closes when the process of the tests ends, however it does.
        _watcher = Process.Start(new ProcessStartInfo("sh", ["-c", $"read word || kill -QUIT {_server.Id}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        });
    }

    private void Release()
    {
        _server!.WaitForExit();
        _server.Dispose();
        _server = null;
        _watcher!.StandardInput.WriteLine("over");
        _watcher.WaitForExit();
        _watcher.Dispose();
    }

    private void Take(string? line)
    {
        lock (_log)
        {
            if (line is not null)
            {
                _log.Add(line);
            }
        }
    }

    private string Log()
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(40));
        }
    }
}
