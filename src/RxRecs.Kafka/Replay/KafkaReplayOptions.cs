using System.Buffers;
using System.Reactive.Concurrency;

namespace RxRecs.Kafka.Replay;

/// <summary>Configures what is replayed into which topic, and how.</summary>
/// <typeparam name="T">The rows' type.</typeparam>
public sealed record KafkaReplayOptions<T>
{
    /// <summary>Gets the topic; it must exist.</summary>
    public required string Topic { get; init; }

    /// <summary>Gets the action that writes a row as the record's bytes; event times belong in there.</summary>
    public required Action<T, IBufferWriter<byte>> Write { get; init; }

    /// <summary>
    /// Gets the function that returns the user of a row. The id as text is the record's key
    /// (<see cref="KafkaKey.Of(Id)"/>), so that each user's rows stay in order; rows whose user is none have no key and
    /// are spread.
    /// </summary>
    public required Func<T, Id> UserSelector { get; init; }

    /// <summary>
    /// Gets the function that returns the event time of a row; needed with <see cref="Speed"/> and
    /// <see cref="StampEventTime"/>.
    /// </summary>
    public Func<T, DateTimeOffset>? EventTimeSelector { get; init; }

    /// <summary>
    /// Gets a value indicating whether the event time is written as the record's timestamp as well, by which a broker
    /// deletes. Set it only into a topic that keeps its records (<see cref="KafkaTopic.Retention"/>).
    /// </summary>
    public bool StampEventTime { get; init; }

    /// <summary>
    /// Gets the speed as a multiple of event time: 1 for real time, 60 for an hour a minute; null for as fast as
    /// possible.
    /// </summary>
    public double? Speed { get; init; }

    /// <summary>
    /// Gets the share of the users that is replayed, from 0 to 1: each with all rows, or none. Rows without a user are
    /// drawn one by one.
    /// </summary>
    public double Share { get; init; } = 1;

    /// <summary>
    /// Gets the seed by which the users of the <see cref="Share"/> are chosen; the same seed chooses the same.
    /// </summary>
    public long ShareSeed { get; init; }

    /// <summary>
    /// Gets the name of the file, which makes the replay resumable: each record then says in a header
    /// (<c>rxrecs-line</c>) which row it is, and a replay that finds its own records in the topic goes on after them,
    /// so that each row is there once, whenever the one before was ended. It gives no record up and so waits for a
    /// broker that is gone, whatever <c>message.timeout.ms</c> says. Null to write every row. The topic must have no
    /// other writers meanwhile, and its last records must still be there. Up to 17 sources can share a topic, one after
    /// the other and again in any order, each with its rows there once: every record also says
    /// (<c>rxrecs-line-before</c>) which row of each other source was the last before it. Every start waits until the
    /// topic's ends stand still, half a second at the least, for what a killed replay had just sent.
    /// </summary>
    public string? ResumeSource { get; init; }

    /// <summary>
    /// Gets the position up to which rows are passed over: that of an earlier summary, to go on after it.
    /// </summary>
    public long StartAfter { get; init; } = -1;

    /// <summary>
    /// Gets the action that is called before each record with the number of records sent so far; while it does not
    /// return, nothing is sent. Use it to hold a replay back until its readers have caught up; it must give up when the
    /// token is cancelled.
    /// </summary>
    public Action<long, CancellationToken>? Gate { get; init; }

    /// <summary>
    /// Gets the maximum number of records that wait for their confirmation, at least 1. The default is 50,000.
    /// </summary>
    public int MaxInFlight { get; init; } = 50_000;

    /// <summary>
    /// Gets the time to wait for confirmations when cancelled, and for answers when started. The default is 10 seconds.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the clock of a paced replay; null for the thread pool's.</summary>
    public IScheduler? Scheduler { get; init; }

    /// <summary>Gets the interval at which progress is reported. The default is 1 second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);
}
