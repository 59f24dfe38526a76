using RxRecs.Live.Messages;
using RxRecs.Sqlite;
using RxRecs.Storage;

namespace RxRecs.Live.Events;

/// <summary>
/// The log in a SQLite file of the data folder, which needs nothing else. One thread appends and deletes: the pipeline
/// waits for no lock that writers hold.
/// </summary>
internal sealed class FileEventLog : IEventLog
{
    /// <summary>Names the file.</summary>
    public const string FileName = "events.db";

    private const int DeletedAtOnce = 10_000;
    private readonly SqliteEventLog<LogRecord> _log;
    private readonly AppendQueue _appends;
    private readonly int _kept;
    private readonly long _caughtUpAt;
    private long _first;
    private long _next;
    private long _deleteTo;

    /// <summary>Opens the log.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="kept">How many messages always stay.</param>
    public FileEventLog(string folder, int kept = 1_000_000)
    {
        _kept = kept;
        _log = new(Path.Combine(folder, FileName), LogRecord.Write, LogRecord.Read);
        (_first, _next) = (_log.FirstPosition, _log.NextPosition);
        _caughtUpAt = _next;
        _appends = new AppendQueue(Write);
    }

    public string Name => FileName;

    public long FirstPosition => Volatile.Read(ref _first);

    public long? CaughtUpAt => _caughtUpAt;

    public bool IsAway => false;

    public bool IsTooLong =>
        Volatile.Read(ref _next) - Math.Max(FirstPosition, _deleteTo) > _kept + DeletedAtOnce;

    public Task<long?> AppendAsync(MessageBatch messages) => _appends.AppendAsync(messages);

    public IObservable<ReadResult<PositionedEvent<LogRecord>>> ReadFrom(long position) =>
        _log.ReadFrom(position).WithDeadLetters();

    public void DeleteBefore(long position)
    {
        Volatile.Write(ref _deleteTo, Math.Max(_deleteTo, position));
        while (FirstPosition < position)
        {
            _appends.AppendAsync(MessageBatch.Of([])).GetAwaiter().GetResult();
        }
    }

    // With the appends that follow, a piece each: nobody waits for a million rows.
    public void Trim(long position) => Volatile.Write(
        ref _deleteTo, Math.Max(_deleteTo, Math.Min(position, Volatile.Read(ref _next) - _kept)));

    public void Dispose()
    {
        _appends.Dispose();
        _log.Dispose();
    }

    private long? Write(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var position = _log.AppendEncoded(messages);
        Volatile.Write(ref _next, position + messages.Count);
        var first = Math.Min(Volatile.Read(ref _deleteTo), _first + DeletedAtOnce);
        if (first > _first)
        {
            Shorten(first, isWaitedFor: messages.Count == 0);
        }

        return position;
    }

    // What has just been appended is kept, whatever becomes of this: the next append tries again.
    private void Shorten(long first, bool isWaitedFor)
    {
        try
        {
            _log.TruncateBefore(first);
            Volatile.Write(ref _first, first);
        }
        catch (IOException) when (!isWaitedFor)
        {
            // Where it never succeeds, IsTooLong tells.
        }
    }
}
