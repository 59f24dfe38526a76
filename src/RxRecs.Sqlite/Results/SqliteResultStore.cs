using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>
/// Keeps results and checkpoints in one SQLite file, both in one transaction, so that a process that is killed at any
/// moment neither loses nor repeats. A shop reads the table <c>results</c> with SQL: <c>name</c>, <c>key</c>,
/// <c>number</c>, <c>time</c> (ISO 8601 in UTC) and <c>value</c> (JSON), a row for each key.
/// </summary>
/// <remarks>
/// The file is in write-ahead mode: readers, in this process and others, do not wait for a save, and see whole
/// transactions. Beside it lie files that end in <c>-wal</c> and <c>-shm</c>, which belong to it. It may be copied with
/// <c>VACUUM INTO</c> while it is written.
/// </remarks>
public sealed class SqliteResultStore : IResultStore, IDisposable
{
    private readonly SqliteStoreOptions _options;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly ResultWriter _writer;
    private readonly ResultReader _reader;
    private bool _isDisposed;

    /// <summary>Opens a file, and makes it and its folder where they are missing.</summary>
    /// <param name="path">The file, of this store alone.</param>
    /// <param name="options">The options for how the file is written; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">
    /// It cannot be opened or written, is damaged, of another program or of a newer version; the message says what
    /// to do.
    /// </exception>
    public SqliteResultStore(string path, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = options ?? new();
        Path = System.IO.Path.GetFullPath(path);
        _writer = new ResultWriter(Open());
        try
        {
            _reader = new ResultReader(Open());
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>Gets the file's full path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Save(string name, ReadOnlySpan<StoredResult> results, StoredSnapshot? checkpoint = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
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
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _writer.LetGo(name);
            return _reader.Load(name);
        }
    }

    /// <inheritdoc/>
    public long LastNumber(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _reader.LastNumber(name);
        }
    }

    /// <inheritdoc/>
    public StoredResult? Find(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
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
        ArgumentException.ThrowIfNullOrEmpty(name);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return ReadAll(name);
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
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

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                if (!_isDisposed)
                {
                    _isDisposed = true;
                    _reader.Dispose();
                    _writer.Dispose();
                }
            }
        }
    }

    private SqliteFile Open() =>
        new(Path, ResultSchema.Schema, _options.SurvivesPowerLoss, _options.BusyTimeout);

    // On a connection of its own: who enumerates slowly holds up nobody.
    private IEnumerable<StoredResult> ReadAll(string name)
    {
        using var reader = new ResultReader(Open());
        foreach (var result in reader.ReadAll(name))
        {
            yield return result;
        }
    }
}
