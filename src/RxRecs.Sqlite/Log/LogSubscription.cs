using RxRecs.Machines;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>
/// One reading of a log: a piece at a time is parsed while the statement runs, and delivered after it, so that a slow
/// observer keeps no old pages alive.
/// </summary>
internal sealed class LogSubscription<T>(
    Func<SqliteFile> open,
    string path,
    EventReader<T> read,
    LogSignal signal,
    IObserver<ReadResult<PositionedEvent<T>>> observer,
    long position,
    TimeSpan? pollInterval)
{
    private const int PieceLength = 512;
    private readonly List<ReadResult<PositionedEvent<T>>> _piece = new(PieceLength);
    private long _position = position;
    private volatile bool _isStopped;
    private bool _isDelivering;
    private long _values;
    private long _deadLetters;

    public void Stop()
    {
        _isStopped = true;
        signal.Raise();
    }

    public void Run()
    {
        Exception? failure = null;
        try
        {
            using var file = open();
            ReadAll(file);
        }
        catch (Exception error) when (!_isDelivering)
        {
            failure = error;
        }

        if (_isStopped)
        {
            return;
        }

        if (failure is not null)
        {
            observer.OnError(failure);
            return;
        }

        observer.OnNext(new ReadCounts(_values, _deadLetters));
        if (!_isStopped)
        {
            observer.OnCompleted();
        }
    }

    private void ReadAll(SqliteFile file)
    {
        var bounds = file.Prepare("SELECT first, next FROM bounds");
        var events = file.Prepare(
            $"SELECT position, checksum, value FROM events WHERE position>=?1 ORDER BY position LIMIT {PieceLength}");
        var end = CheckStart(bounds);
        while (!_isStopped)
        {
            ObjectDisposedException.ThrowIf(signal.IsClosed, typeof(SqliteEventLog<T>));
            var raised = signal.Raised;
            ReadPiece(events);
            if (_piece.Count == 0 && CheckStart(bounds) > _position)
            {
                ReadAgain(events, bounds);
            }

            if (_piece.Count > 0)
            {
                _isDelivering = true;
                Deliver(pollInterval is null ? end : long.MaxValue);
                _isDelivering = false;
            }
            else if (pollInterval is { } interval)
            {
                signal.Wait(raised, interval);
            }

            if (pollInterval is null && _position >= end)
            {
                return;
            }
        }
    }

    /// <summary>Reads what has been appended between the two looks.</summary>
    /// <exception cref="IOException">There is nothing: it is missing.</exception>
    private void ReadAgain(SqliteStatement events, SqliteStatement bounds)
    {
        ReadPiece(events);
        if (_piece.Count == 0 && CheckStart(bounds) is var next && next > _position)
        {
            throw new IOException(
                $"{path} ends at position {next}, but has no event from {_position} on: it is damaged. Put back a "
                + $"copy of the file, or begin anew from {next} on (NextPosition).");
        }
    }

    /// <summary>Makes sure that the next event is there or still to come; the log's end.</summary>
    /// <exception cref="IOException">It is neither.</exception>
    private long CheckStart(SqliteStatement bounds)
    {
        bounds.Step();
        var (first, next) = (bounds.Int64(0), bounds.Int64(1));
        bounds.Reset();
        if (_position < first)
        {
            throw Truncated(first);
        }

        return _position <= next
            ? next
            : throw new IOException(
                $"{path} ends at position {next}, and was to be read from {_position}: it is not the log that "
                + "the position"
                + " belongs to. Put back that log, or begin anew: delete the checkpoint.");
    }

    private void ReadPiece(SqliteStatement events)
    {
        _piece.Clear();
        events.Bind(1, _position);
        var next = _position;
        while (events.Step())
        {
            var at = events.Int64(0);
            if (at != next)
            {
                events.Reset();
                _piece.Clear();
                throw Truncated(at);
            }

            next++;
            _piece.Add(Read(at, events.Int64(1), events.Bytes(2)));
        }
    }

    private ReadResult<PositionedEvent<T>> Read(long at, long checksum, ReadOnlySpan<byte> bytes)
    {
        string? problem;
        if (LogSchema.Checksum(bytes) != checksum)
        {
            problem = "its checksum does not match: it is damaged";
        }
        else if ((problem = read(bytes, out var value)) is null)
        {
            return new PositionedEvent<T>(value, at + 1);
        }

        return DeadLetter.FromUtf8(at, problem, bytes, path);
    }

    private void Deliver(long end)
    {
        foreach (var result in _piece)
        {
            if (_isStopped || _position >= end)
            {
                return;
            }

            _position++;
            if (result.IsValue)
            {
                _values++;
            }
            else
            {
                _deadLetters++;
                SetAsideEvents.Add(nameof(SqliteEventLog), SetAsideEvents.Unreadable);
            }

            observer.OnNext(result);
        }
    }

    private IOException Truncated(long first) => new(
        $"{path} begins at position {first}, and was to be read from {_position}: the events between were "
        + "truncated. Begin"
        + $" anew from {first} on (FirstPosition), or truncate only before the checkpoints of all readers.");
}
