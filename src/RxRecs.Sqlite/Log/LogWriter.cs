namespace RxRecs.Sqlite;

/// <summary>
/// Appends to a log. Whoever has the file writes all that wait, in one transaction, so that one flush of the disk
/// serves
/// all callers of that moment.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteStatement _bounds;
    private readonly SqliteStatement _append;
    private readonly SqliteStatement _setNext;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _setFirst;
    private readonly Lock _gate = new();
    private readonly Lock _waitingGate = new();
    private List<LogBatch> _waiting = [];
    private bool _isDisposed;

    public LogWriter(SqliteFile file)
    {
        _file = file;
        file.PrepareToWrite();
        _bounds = file.Prepare("SELECT first, next FROM bounds");
        _append = file.Prepare("INSERT INTO events (position, checksum, value) VALUES (?1, ?2, ?3)");
        _setNext = file.Prepare("UPDATE bounds SET next=?1");
        _delete = file.Prepare("DELETE FROM events WHERE position<?1");
        _setFirst = file.Prepare("UPDATE bounds SET first=?1");
    }

    /// <summary>Gives the positions of the oldest event and of the next.</summary>
    public (long First, long Next) Bounds()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return ReadBounds();
        }
    }

    /// <summary>Appends a batch; the position of its first event.</summary>
    public long Append(LogBatch batch)
    {
        lock (_waitingGate)
        {
            _waiting.Add(batch);
        }

        lock (_gate)
        {
            if (!batch.IsDone)
            {
                WriteWaiting();
            }
        }

        return batch.Error is null ? batch.First : throw Again(batch.Error);
    }

    public long TruncateBefore(long position)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var deleted = 0L;
            _file.Transact(this, writer =>
            {
                var (first, next) = writer.ReadBounds();
                ArgumentOutOfRangeException.ThrowIfGreaterThan(position, next);
                if (position > first)
                {
                    writer._delete.Bind(1, position).Run();
                    writer._setFirst.Bind(1, position).Run();
                    deleted = position - first;
                }
            });
            return deleted;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _file.Dispose();
        }
    }

    // One exception object must not be thrown on two threads.
    private static Exception Again(Exception error) => error switch
    {
        ObjectDisposedException => new ObjectDisposedException(typeof(SqliteEventLog<>).Name),
        IOException => new IOException(error.Message, error),
        _ => new InvalidOperationException(error.Message, error),
    };

    private void WriteWaiting()
    {
        List<LogBatch> batches;
        lock (_waitingGate)
        {
            (batches, _waiting) = (_waiting, []);
        }

        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _file.Transact((Writer: this, Batches: batches), static both => both.Writer.Write(both.Batches));
        }
        catch (Exception error)
        {
            batches.ForEach(batch => batch.Error = error);
        }

        batches.ForEach(batch => batch.IsDone = true);
    }

    private void Write(List<LogBatch> batches)
    {
        var next = ReadBounds().Next;
        foreach (var batch in batches)
        {
            batch.First = next;
            for (var i = 0; i < batch.Count; i++)
            {
                var value = batch[i];
                _append.Bind(1, next++).Bind(2, LogSchema.Checksum(value)).BindBlob(3, value).Run();
            }
        }

        _setNext.Bind(1, next).Run();
    }

    private (long First, long Next) ReadBounds()
    {
        _bounds.Step();
        var bounds = (_bounds.Int64(0), _bounds.Int64(1));
        _bounds.Reset();
        return bounds;
    }
}
