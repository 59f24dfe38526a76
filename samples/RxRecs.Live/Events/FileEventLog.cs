using RxRecs.Live.Messages;
using RxRecs.Sqlite;
using RxRecs.Storage;

namespace RxRecs.Live.Events;

/// <summary>The log in a SQLite file of the data folder, which needs nothing else.</summary>
internal sealed class FileEventLog : IEventLog
{
    /// <summary>Names the file.</summary>
    public const string FileName = "events.db";

    private const int KeptMessages = 1_000_000;
    private readonly SqliteEventLog<ShopMessage> _log;
    private readonly AppendQueue _appends;
    private readonly long _caughtUpAt;

    public FileEventLog(string folder)
    {
        _log = new(Path.Combine(folder, FileName), ShopMessageFormat.Write, ShopMessageFormat.Read);
        _caughtUpAt = _log.NextPosition;
        _appends = new AppendQueue(messages => _log.Append(messages));
    }

    public string Name => FileName;

    public long FirstPosition => _log.FirstPosition;

    public long? CaughtUpAt => _caughtUpAt;

    public bool IsAway => false;

    public bool IsTooLong => _log.NextPosition - _log.FirstPosition > 2 * KeptMessages;

    public Task<long?> AppendAsync(IReadOnlyList<ShopMessage> messages) => _appends.AppendAsync(messages);

    public IObservable<ReadResult<PositionedEvent<ShopMessage>>> ReadFrom(long position) =>
        _log.ReadFrom(position).WithDeadLetters();

    public void DeleteBefore(long position) => _log.TruncateBefore(position);

    public void Trim(long position) => _log.TruncateBefore(Math.Min(position, _log.NextPosition - KeptMessages));

    public void Dispose()
    {
        _appends.Dispose();
        _log.Dispose();
    }
}
