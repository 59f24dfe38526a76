namespace RxRecs;

/// <summary>
/// Represents the output of an operator over event time. Subscribed to directly it emits the results alone and counts
/// late events on the meter <c>RxRecs</c>.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
public interface IEventTimeObservable<TEvent, TResult> : IObservable<TResult>
{
    /// <summary>
    /// Returns the same operator with everything that it emits in one sequence: results and late events in order and,
    /// before completion, the counts. <see cref="SideOutputs"/> takes it apart after one <c>Publish</c>.
    /// </summary>
    /// <returns>The sequence; as cold as the operator.</returns>
    IObservable<EventTimeResult<TEvent, TResult>> WithLateEvents();
}
