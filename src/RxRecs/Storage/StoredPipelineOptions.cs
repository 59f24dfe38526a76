using System.Buffers;
using RxRecs.Machines;

namespace RxRecs.Storage;

/// <summary>Sets where, under which names and how often the results and the state of a pipeline are saved.</summary>
/// <typeparam name="TResult">The results' type.</typeparam>
public sealed record StoredPipelineOptions<TResult>
{
    /// <summary>Gives the store that keeps results and state.</summary>
    public required IResultStore Store { get; init; }

    /// <summary>Gives the pipeline's name in the store.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gives the key of a result: of results with the same key the newest is kept. A user's id keeps the newest list of
    /// each user; a day and an item keep a row for each day.
    /// </summary>
    public required Func<TResult, string> KeySelector { get; init; }

    /// <summary>Gives the event time that a result stands for.</summary>
    public required Func<TResult, DateTimeOffset> TimeSelector { get; init; }

    /// <summary>Writes a result as UTF-8, such as <c>RecsJson.Write</c>.</summary>
    public required Action<TResult, IBufferWriter<byte>> Write { get; init; }

    /// <summary>Tells whether a result removes its row, such as a cart that was emptied; null: none does.</summary>
    public Func<TResult, bool>? IsRemoval { get; init; }

    /// <summary>Tells how many results wait at most before they are saved: 1,000, for one transaction.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPendingResults { get; init => field = OptionValue.Positive(value); } = 1_000;

    /// <summary>Tells how long results wait at most before they are saved: 250 ms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan ResultInterval
    {
        get;
        init => field = OptionValue.Positive(value);
    } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Tells after how many events the state and the position are saved: 100,000. A restart reads at most so many
    /// events
    /// again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CheckpointEvents { get; init => field = OptionValue.Positive(value); } = 100_000;

    /// <summary>
    /// Tells after how long the state and the position are saved: 5 s. A save costs in proportion to the state, during
    /// which no event is taken.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan CheckpointInterval
    {
        get;
        init => field = OptionValue.Positive(value);
    } = TimeSpan.FromSeconds(5);

    /// <summary>Gives the position to begin at where the store has no checkpoint of the name: 0.</summary>
    public long Start { get; init; }

    /// <summary>Tells how keys, items and events are saved; the built-in codecs unless told otherwise.</summary>
    public SnapshotCodecs Codecs { get; init; } = SnapshotCodecs.Default;

    /// <summary>
    /// Gives what is called again and again, by the thread that saves, until a save has ended; null for nothing. It may
    /// ask the state of the pipeline's machines, and must neither change it nor call the pipeline. The store saves on
    /// another thread then, one call at a time.
    /// </summary>
    public Action? WhileBusy { get; init; }

    /// <summary>Measures the two intervals; the system's clock unless told otherwise.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
