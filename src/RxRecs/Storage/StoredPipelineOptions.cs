using System.Buffers;
using RxRecs.Machines;

namespace RxRecs.Storage;

/// <summary>
/// Configures where, under which names and how often the results and the state of a pipeline are saved.
/// </summary>
/// <typeparam name="TResult">The results' type.</typeparam>
public sealed record StoredPipelineOptions<TResult>
{
    /// <summary>Gets the store that keeps results and state.</summary>
    public required IResultStore Store { get; init; }

    /// <summary>Gets the pipeline's name in the store.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets the function that returns the key of a result: of results with the same key the newest is kept. A user's id
    /// keeps the newest list of each user; a day and an item keep a row for each day.
    /// </summary>
    public required Func<TResult, string> KeySelector { get; init; }

    /// <summary>Gets the function that returns the event time that a result stands for.</summary>
    public required Func<TResult, DateTimeOffset> TimeSelector { get; init; }

    /// <summary>Gets the action that writes a result as UTF-8, such as <c>RecsJson.Write</c>.</summary>
    public required Action<TResult, IBufferWriter<byte>> Write { get; init; }

    /// <summary>
    /// Gets the function that determines whether a result removes its row, such as a cart that was emptied. With null
    /// none does.
    /// </summary>
    public Func<TResult, bool>? IsRemoval { get; init; }

    /// <summary>
    /// Gets the maximum number of results that wait before they are saved, for one transaction. The default is 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPendingResults { get; init => field = OptionValue.Positive(value); } = 1_000;

    /// <summary>Gets the longest time that results wait before they are saved. The default is 250 ms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan ResultInterval
    {
        get;
        init => field = OptionValue.Positive(value);
    } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Gets the number of events after which the state and the position are saved. The default is 100,000. A restart
    /// reads at most so many events again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CheckpointEvents { get; init => field = OptionValue.Positive(value); } = 100_000;

    /// <summary>
    /// Gets the time after which the state and the position are saved. The default is 5 seconds. A save costs in
    /// proportion to the state, during which no event is taken.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan CheckpointInterval
    {
        get;
        init => field = OptionValue.Positive(value);
    } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the position to begin at where the store has no checkpoint of the name: 0.</summary>
    public long Start { get; init; }

    /// <summary>
    /// Gets the codecs by which keys, items and events are saved. The default is the built-in codecs.
    /// </summary>
    public SnapshotCodecs Codecs { get; init; } = SnapshotCodecs.Default;

    /// <summary>
    /// Gets the action that is called again and again, by the thread that saves, until a save has ended; null for
    /// nothing. It may ask the state of the pipeline's machines, and must neither change it nor call the pipeline. The
    /// store saves on another thread then, one call at a time.
    /// </summary>
    public Action? OnProgress { get; init; }

    /// <summary>Gets the clock that measures the two intervals. The default is the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
