using System.Buffers;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Configures what a sink writes, and how.</summary>
/// <typeparam name="T">The type of the values that are written.</typeparam>
public sealed record KafkaSinkOptions<T>
{
    /// <summary>Gets the topic.</summary>
    public required string Topic { get; init; }

    /// <summary>
    /// Gets the action that writes a value as the record's bytes. The writer is the sink's own and is emptied before
    /// the next value.
    /// </summary>
    public required Action<T, IBufferWriter<byte>> Write { get; init; }

    /// <summary>
    /// Gets the function that returns the record's key, which chooses its partition as Java's clients do (murmur2);
    /// null, or a selector that returns null, spreads records over the partitions. <see cref="KafkaKey"/> makes keys of
    /// numbers and texts.
    /// </summary>
    public Func<T, byte[]?>? KeySelector { get; init; }

    /// <summary>
    /// Gets the function that returns the record's partition, from 0, in place of the key's choice; null for that of
    /// the key.
    /// </summary>
    public Func<T, int>? PartitionSelector { get; init; }

    /// <summary>
    /// Gets the function that returns the record's timestamp; null for the time of writing. Event times belong into the
    /// value: a broker deletes by the record's timestamp, and with event times of years ago and the default retention
    /// of seven days it empties the topic within minutes. Set this only for topics with <c>retention.ms=-1</c>
    /// (<see cref="KafkaTopic.Retention"/>).
    /// </summary>
    public Func<T, DateTimeOffset>? TimestampSelector { get; init; }

    /// <summary>
    /// Gets the function that returns the record's headers; null, or a selector that returns null, for none.
    /// </summary>
    public Func<T, Headers?>? HeadersSelector { get; init; }

    /// <summary>
    /// Gets the function that numbers the results in two headers, so that a reader can leave out what a restart has
    /// repeated: <c>rxrecs-source</c> holds topic and partition of the input (<c>topic/3</c>), <c>rxrecs-seq</c> the
    /// number in decimal, both in UTF-8. Null, or a selector that returns null, for none. Unless the sink goes on after
    /// failures, its connection is gapless: behind a record that is refused nothing is written, and none is given up.
    /// </summary>
    public Func<T, OutputSequence?>? SequenceSelector { get; init; }

    /// <summary>
    /// Gets the maximum number of records that wait for their confirmation, at least 1. The default is 100,000. At the
    /// bound <c>OnNext</c> waits, which holds up the source.
    /// </summary>
    public int MaxInFlight { get; init; } = 100_000;

    /// <summary>
    /// Gets the token that ends the waiting of <c>OnNext</c> with an <see cref="OperationCanceledException"/>, the
    /// value not written: give the token that ends the source, which else waits with its pipeline for a broker that is
    /// gone. Without waiting it is not looked at. Once it is cancelled, <c>OnCompleted</c> and <c>OnError</c> wait for
    /// <see cref="CloseTimeout"/> and no longer. The first <c>OnNext</c> waits for the check of the topic: where the
    /// first value may come after the token is cancelled, call <see cref="KafkaSink{T}.Connect"/> at the start.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// Gets a value indicating whether the sink goes on after a record that could not be delivered. By default it does
    /// not: the next value, and every flush, throws.
    /// </summary>
    public bool ContinueAfterFailure { get; init; }

    /// <summary>
    /// Gets the time for which <see cref="KafkaSink{T}.Dispose"/> waits for what is not confirmed, and for which
    /// <c>OnCompleted</c> does so once <see cref="CancellationToken"/> is cancelled. The default is 10 seconds.
    /// </summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the time for which <c>OnCompleted</c> and <c>OnError</c> wait while the broker confirms nothing, before
    /// that is an error. The default is one minute, which a broker's restart does not take. Each confirmation begins
    /// the time anew. <c>Flush</c> waits until its token says otherwise, or the client gives a record up, after five
    /// minutes unless <c>message.timeout.ms</c> says less; a gapless connection gives none up.
    /// </summary>
    public TimeSpan CompletionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets a value indicating whether the sink checks before its first record that the topic is there and may be
    /// written to. The default is true. Without the check, what is wrong shows when records are not delivered.
    /// </summary>
    public bool CheckTopic { get; init; } = true;

    /// <summary>
    /// Gets the observer that receives what a person may want to know while all goes on, such as a broker that is gone;
    /// null, the default, for <see cref="KafkaNotice.StandardError"/>, and <see cref="KafkaNotice.Silence"/> to go
    /// without. It is called from the client's threads. A sink over a <see cref="KafkaWriter"/> leaves that to the
    /// writer.
    /// </summary>
    public IObserver<KafkaNotice>? Notices { get; init; }
}
