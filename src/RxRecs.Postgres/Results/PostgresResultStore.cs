using System.Text;
using RxRecs.Storage;

namespace RxRecs.Postgres;

/// <summary>
/// Keeps results and checkpoints in a PostgreSQL database, both in one transaction, so that a process that is killed at
/// any moment neither loses nor repeats. A shop reads the table <c>results</c> with SQL: <c>name</c>, <c>key</c>,
/// <c>number</c>, <c>time</c> and <c>value</c> (JSON), a row for each key.
/// </summary>
/// <remarks>
/// <para>
/// While the database is away, a call waits and tries again, as <see cref="PostgresStoreOptions.Retry"/> says: a
/// pipeline that saves pauses, and goes on where it was.
/// </para>
/// <para>
/// One object at a time saves under a name. Another one takes a name over by its first save, and again by its first
/// save behind <see cref="Load"/>; a save of the one before is refused with an <see cref="IOException"/>, until it has
/// loaded what is kept.
/// </para>
/// <para>
/// The store keeps two connections, one for saves and one to read, and opens another for each enumeration of
/// <see cref="ReadResults"/>. Their sessions last: behind a pool of connections that shares sessions between clients by
/// transaction it does not work.
/// </para>
/// </remarks>
public sealed class PostgresResultStore : IResultStore, IDisposable
{
    private const int MaxNameBytes = 1024;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PostgresServer _server;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly ResultWriter _writer;
    private readonly ResultReader _reader;
    private bool _isDisposed;

    /// <summary>Connects to a database, and makes schema and tables where they are missing or older.</summary>
    /// <param name="connectionString">
    /// The connection string: host, database, user and what else Npgsql takes. A password may be left to the variable
    /// <c>PGPASSWORD</c> or to <c>Passfile</c>; no message shows it.
    /// </param>
    /// <param name="options">The options for the schema and the connection; null for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string is empty or cannot be read.</exception>
    /// <exception cref="IOException">
    /// The database refuses the user, is away for longer than patience lasts, or holds tables of another program or of
    /// a newer version; the message says what to do.
    /// </exception>
    public PostgresResultStore(string connectionString, PostgresStoreOptions? options = null)
    {
        options ??= new();
        _server = new PostgresServer(connectionString, options.Schema, options.Retry, options.Configure);
        (_writer, _reader) = (new(_server), new(_server));
        try
        {
            _reader.Prepare(new StoreSchema(options.Schema, StoreSchema.Scripts));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
    {
        CheckName(name);
        ResultOrder.Check(results);
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _writer.Save(name, results, checkpoint);
        }
    }

    /// <inheritdoc/>
    public void Save(string name, long position, ReadOnlySpan<byte> snapshot) =>
        Save(name, [], new StoredSnapshot(position, snapshot.ToArray()));

    /// <inheritdoc/>
    public StoredSnapshots Load(string name)
    {
        CheckName(name);
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _writer.Forget(name);
            return _reader.Load(name);
        }
    }

    /// <inheritdoc/>
    public long LastNumber(string name)
    {
        CheckName(name);
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _reader.LastNumber(name);
        }
    }

    /// <inheritdoc/>
    public StoredResult? Find(string name, string key)
    {
        CheckName(name);
        ArgumentException.ThrowIfNullOrEmpty(key);
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _reader.Find(name, key);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredResult> ReadResults(string name)
    {
        CheckName(name);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return ReadAll(name);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        CheckName(name);
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _writer.Delete(name);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _reader.Names();
        }
    }

    /// <summary>Closes the connections; a call that waits for the database ends with an
    /// <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _writer.Stop();
        _reader.Stop();
        lock (_writing)
        {
            lock (_reading)
            {
                _reader.Dispose();
                _writer.Dispose();
                _server.Dispose();
            }
        }
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            if (StrictUtf8.GetByteCount(name) <= MaxNameBytes && !name.Contains('\0', StringComparison.Ordinal))
            {
                return;
            }
        }
        catch (EncoderFallbackException)
        {
            // Half of a surrogate pair would become another text, and two names one.
        }

        throw new ArgumentException(
            $"A name is text of at most {MaxNameBytes} bytes of UTF-8, without U+0000.", nameof(name));
    }

    // On a connection of its own: who enumerates slowly holds up nobody.
    private IEnumerable<StoredResult> ReadAll(string name)
    {
        using var reader = new ResultReader(_server);
        foreach (var result in reader.ReadAll(name))
        {
            yield return result;
        }
    }
}
