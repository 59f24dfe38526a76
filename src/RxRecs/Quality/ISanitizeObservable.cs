namespace RxRecs;

/// <summary>
/// Represents the output of <c>Sanitize</c>. Subscribed to directly it emits the events that pass and counts the
/// others, by reason, on the meter <c>RxRecs</c>.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
public interface ISanitizeObservable<TEvent> : IObservable<TEvent>
{
    /// <summary>
    /// Returns the same operator with everything in one sequence: events that pass and events that are set aside, in
    /// order and, before completion, the counts. <see cref="SideOutputs"/> takes it apart after one <c>Publish</c>.
    /// </summary>
    /// <returns>The sequence; as cold as the operator.</returns>
    IObservable<SanitizeResult<TEvent>> WithRejected();
}
