using RxRecs.Live.Messages;
using RxRecs.Storage;

namespace RxRecs.Live.Events;

/// <summary>Keeps what has happened, in one order: changes go into it, and the pipeline learns from it.</summary>
internal interface IEventLog : IDisposable
{
    /// <summary>Names the log, as the store has it beside the state that was made of it.</summary>
    string Name { get; }

    /// <summary>Gives where a pipeline without a checkpoint begins.</summary>
    long FirstPosition { get; }

    /// <summary>Gives the position at which all is known that was in the log before the start; null until that is
    /// known.</summary>
    long? CaughtUpAt { get; }

    /// <summary>Tells whether the log does not answer: what has come into it meanwhile is not known.</summary>
    bool IsAway { get; }

    /// <summary>Tells whether the log keeps more than it should, and is to be trimmed.</summary>
    bool IsTooLong { get; }

    /// <summary>Appends messages one behind the other.</summary>
    /// <returns>Ends once all are kept and the batch is not used any more, with the position of the first; null where
    /// the log does not tell it.</returns>
    /// <exception cref="IOException">They are not kept, or whether they are is not known.</exception>
    Task<long?> AppendAsync(MessageBatch messages);

    /// <summary>Reads from a position on; what cannot be read is a dead letter. Subscribed to once.</summary>
    IObservable<ReadResult<PositionedEvent<LogRecord>>> ReadFrom(long position);

    /// <summary>Deletes what is before a position, where it is for this server to delete it.</summary>
    void DeleteBefore(long position);

    /// <summary>Deletes what is before a position, and older than what is always kept.</summary>
    void Trim(long position);
}
