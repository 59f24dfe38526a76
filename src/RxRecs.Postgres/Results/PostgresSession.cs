using Npgsql;

namespace RxRecs.Postgres;

/// <summary>
/// One connection that is kept, for one thread at a time. What fails because the database is away is done again over a
/// new connection, as long as patience lasts; what it had begun is rolled back by the server.
/// </summary>
/// <param name="server">The server of the database.</param>
/// <param name="prepare">The action that comes first on each new connection.</param>
internal sealed class PostgresSession(PostgresServer server, Action<NpgsqlConnection>? prepare = null) : IDisposable
{
    private readonly CancellationTokenSource _disposing = new();
    private NpgsqlConnection? _connection;

    /// <summary>Does something that may be done twice: only the server knows whether a commit was heard.</summary>
    /// <exception cref="IOException">The database refuses, or is away for too long.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed meanwhile.</exception>
    public TResult Run<TState, TResult>(TState state, Func<NpgsqlConnection, TState, TResult> action)
        where TState : allows ref struct
    {
        var attempts = new Attempts(server, _disposing.Token);
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, typeof(PostgresResultStore));
            try
            {
                return action(Connect(), state);
            }
            catch (Exception error) when (PostgresProblem.IsOfDatabase(error))
            {
                Disconnect();
                Pause(attempts, error);
            }
            catch
            {
                Disconnect();
                throw;
            }
        }
    }

    /// <summary>Ends the waiting of a call that is under way.</summary>
    public void Stop() => _disposing.Cancel();

    public void Dispose()
    {
        Stop();
        Disconnect();
        _disposing.Dispose();
    }

    private static void Pause(Attempts attempts, Exception error)
    {
        try
        {
            attempts.FailAsync(error).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException canceled)
        {
            throw new ObjectDisposedException("The store was disposed while it waited for its database.", canceled);
        }
    }

    private NpgsqlConnection Connect()
    {
        if (_connection is null)
        {
            _connection = server.Open();
            prepare?.Invoke(_connection);
        }

        return _connection;
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
