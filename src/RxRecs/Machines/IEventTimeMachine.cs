namespace RxRecs.Machines;

/// <summary>
/// Represents a machine whose results depend on event time. It derives its watermark from the events that it takes;
/// whoever runs it may also push the watermark ahead, when the source is quiet or when several inputs share one.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
public interface IEventTimeMachine<in TEvent, TResult> : IMachine<TEvent, TResult>
{
    /// <summary>
    /// Gets the time before which no event is expected; <see cref="DateTimeOffset.MinValue"/> before the first event.
    /// </summary>
    DateTimeOffset Watermark { get; }

    /// <summary>
    /// Gets the number of events that came behind the watermark. They are no activity: a source that sends nothing else
    /// is quiet, and an idle timeout runs on. 0 for a machine that does not know.
    /// </summary>
    long LateEvents => 0;

    /// <summary>Moves the watermark ahead; a watermark behind the present one changes nothing.</summary>
    /// <param name="watermark">The time before which no event is expected any more.</param>
    /// <param name="output">The output that takes the results.</param>
    void OnWatermark(DateTimeOffset watermark, Output<TResult> output);
}
