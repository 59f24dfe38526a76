namespace RxRecs.Kafka;

/// <summary>
/// Holds what happened before a time, such as the events of files, to be read before a topic that has the events from
/// that time on. Event time alone says which of the two an event is taken from, so that one that both have counts once.
/// </summary>
/// <typeparam name="T">The events' type, that of the topic's values.</typeparam>
public sealed record KafkaHistory<T>
{
    /// <summary>
    /// Gets the events, such as <c>ShopEvents.Read</c> gives them. They are read from the beginning wherever there is
    /// neither a commit nor a checkpoint to go on from, and must then be the same.
    /// </summary>
    public required IEnumerable<T> Events { get; init; }

    /// <summary>
    /// Gets the function that returns the event time of an event, as the parser does for the topic's records.
    /// </summary>
    public required Func<T, DateTimeOffset> EventTimeSelector { get; init; }

    /// <summary>
    /// Gets the event time from which on the topic counts, and before which the history does: it must hold everything
    /// from before that time, and the topic everything from it on. Whatever either has of the other's is left out; a
    /// notice (<see cref="KafkaNoticeKind.DataLost"/>) tells of values of the topic that are left out although the
    /// history, where this run has read it, ends before them. A checkpoint that was saved with another time, or without
    /// a history, is refused.
    /// </summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>
    /// Gets the function that returns an event's key, that of the topic's records: by it <c>RunPartitions</c> finds the
    /// partition of an event as Kafka's own clients do; an event without a key is of partition 0. Elsewhere it may be
    /// null.
    /// </summary>
    public Func<T, byte[]?>? KeySelector { get; init; }

    /// <summary>
    /// Gets the action that receives each value of the topic that is left out because it is from before
    /// <see cref="Until"/>, on the reading thread; null for nobody.
    /// </summary>
    public Action<KafkaRecord<T>>? LeftOut { get; init; }
}
