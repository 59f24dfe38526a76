using System.Buffers;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>
/// Keeps events in a SQLite file in the order in which they were appended, and gives them to any number of readers from
/// any position on: a source that needs no broker, and that a process killed at any moment leaves whole.
/// </summary>
/// <typeparam name="T">The events' type.</typeparam>
/// <remarks>
/// Positions count from 0 and are never given twice. <see cref="Append(IReadOnlyList{T})"/> is safe from any thread;
/// calls
/// that come while another writes are written together, in one transaction. Several processes may append.
/// </remarks>
public sealed class SqliteEventLog<T> : IDisposable
{
    private readonly Action<T, IBufferWriter<byte>> _write;
    private readonly EventReader<T> _read;
    private readonly SqliteEventLogOptions _options;
    private readonly LogWriter _writer;
    private readonly LogSignal _signal = new();
    private LogBatch? _spare;

    /// <summary>Opens a log of events of any type.</summary>
    /// <param name="path">The file, of this log alone; made where it is missing.</param>
    /// <param name="write">The action that writes an event.</param>
    /// <param name="read">The reader of what <paramref name="write"/> wrote.</param>
    /// <param name="options">The options for how the file is written and read; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">A delegate is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">
    /// It cannot be opened or written, is damaged, of another program or of a newer version; the message says what
    /// to do.
    /// </exception>
    public SqliteEventLog(
        string path,
        Action<T, IBufferWriter<byte>> write,
        EventReader<T> read,
        SqliteEventLogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        (_write, _read, _options) = (write, read, options ?? new());
        Path = System.IO.Path.GetFullPath(path);
        _writer = new LogWriter(Open());
    }

    /// <summary>Gets the file's full path.</summary>
    public string Path { get; }

    /// <summary>Gets the position of the oldest event that is kept; that of the next one where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The log is disposed.</exception>
    public long FirstPosition => _writer.Bounds().First;

    /// <summary>Gets the position of the event that is appended next.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The log is disposed.</exception>
    public long NextPosition => _writer.Bounds().Next;

    /// <summary>Appends an event; when the call returns it is kept.</summary>
    /// <param name="value">The event.</param>
    /// <returns>The position of the event.</returns>
    /// <exception cref="ArgumentException">The event takes more than <see
    /// cref="SqliteEventLogOptions.MaxEventBytes"/>.</exception>
    /// <exception cref="IOException">It cannot be kept; the message says what to do.</exception>
    /// <exception cref="ObjectDisposedException">The log is disposed.</exception>
    public long Append(T value) => Append([value]);

    /// <summary>Appends events one behind the other; when the call returns all are kept, and otherwise none.</summary>
    /// <param name="values">The events.</param>
    /// <returns>The position of the first; that of the next event where there are none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">An event takes more than <see
    /// cref="SqliteEventLogOptions.MaxEventBytes"/>; none is kept.</exception>
    /// <exception cref="IOException">They cannot be kept; the message says what to do.</exception>
    /// <exception cref="ObjectDisposedException">The log is disposed.</exception>
    public long Append(IReadOnlyList<T> values) => Append(values, _write);

    /// <summary>
    /// Appends events that are bytes already, as the log's own writer makes them, one behind the other; when the call
    /// returns all are kept, and otherwise none.
    /// </summary>
    /// <param name="values">The bytes of each event; used during the call.</param>
    /// <returns>The position of the first; that of the next event where there are none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">An event takes more than <see
    /// cref="SqliteEventLogOptions.MaxEventBytes"/>; none is kept.</exception>
    /// <exception cref="IOException">They cannot be kept; the message says what to do.</exception>
    /// <exception cref="ObjectDisposedException">The log is disposed.</exception>
    public long AppendEncoded(IReadOnlyList<ReadOnlyMemory<byte>> values) =>
        Append(values, static (bytes, output) => output.Write(bytes.Span));

    /// <summary>
    /// Reads events from a position on, and goes on with those that are appended; it does not complete.
    /// </summary>
    /// <param name="position">
    /// The position to begin at: <see cref="FirstPosition"/> for all, <see cref="NextPosition"/> for those to come, or
    /// where a checkpoint says.
    /// </param>
    /// <returns>The events, each with the position behind it. Cold.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is negative.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Each in order, on a thread of the subscription's own; the next follows once
    /// <c>OnNext</c> has returned, so that a slow observer holds up neither writers nor other readers, and nothing is
    /// buffered but a piece of 512 events.</description></item>
    /// <item><term>Unreadable event</term><description>A dead letter with its position, in
    /// <see cref="IRecordObservable{T}.WithDeadLetters"/>; otherwise it is counted by the meter
    /// <c>RxRecs</c>.</description></item>
    /// <item><term>Error</term><description>An <see cref="IOException"/> where the file cannot be read, where events
    /// from
    /// the position on were truncated, and where the position is behind the end, as it is in another log; an
    /// <see cref="ObjectDisposedException"/> once the log is disposed.</description></item>
    /// <item><term>Disposal</term><description>Nothing is delivered any more; the thread ends by
    /// itself.</description></item>
    /// </list>
    /// </remarks>
    public IRecordObservable<PositionedEvent<T>> ReadFrom(long position) => Read(position, isLive: true);

    /// <summary>
    /// Reads events from a position to where the log ends at the time of the subscription, and completes.
    /// </summary>
    /// <param name="position">The position to begin at.</param>
    /// <returns>The events, as <see cref="ReadFrom"/> gives them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is negative.</exception>
    public IRecordObservable<PositionedEvent<T>> ReadToEnd(long position) => Read(position, isLive: false);

    /// <summary>
    /// Deletes the events before a position, such as the least checkpoint of all readers. The file does not become
    /// smaller; its room is used again.
    /// </summary>
    /// <param name="position">The position that becomes the first; at most <see cref="NextPosition"/>.</param>
    /// <returns>The number of events that were deleted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative or behind the end.</exception>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    /// <exception cref="ObjectDisposedException">The log is disposed.</exception>
    /// <remarks>A reader that has not come so far ends with an error: nothing is skipped in silence.</remarks>
    public long TruncateBefore(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return _writer.TruncateBefore(position);
    }

    /// <summary>Closes the file; readers end with an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _signal.Close();
        _writer.Dispose();
    }

    private long Append<TValue>(IReadOnlyList<TValue> values, Action<TValue, IBufferWriter<byte>> write)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return NextPosition;
        }

        var batch = Interlocked.Exchange(ref _spare, null) ?? new();
        for (var i = 0; i < values.Count; i++)
        {
            var size = batch.Add(values[i], write);
            if (size > _options.MaxEventBytes)
            {
                throw new ArgumentException(
                    $"Event {i} takes {size} bytes, more than {_options.MaxEventBytes}; none was appended.",
                    nameof(values));
            }
        }

        var first = _writer.Append(batch);
        batch.Clear();
        _spare = batch;
        _signal.Raise();
        return first;
    }

    private LogObservable<T> Read(long position, bool isLive)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return new(Open, Path, _read, _signal, position, isLive ? _options.PollInterval : null);
    }

    private SqliteFile Open() =>
        new(Path, LogSchema.Schema, _options.SurvivesPowerLoss, _options.BusyTimeout);
}
