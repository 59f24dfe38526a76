namespace RxRecs.Machines;

/// <summary>
/// Represents one input of a <see cref="MergeByEventTimeMachine{TEvent}"/>: a source, and what it has done.
/// </summary>
/// <param name="Source">The source's index, from 0.</param>
/// <param name="Kind">The kind of the input.</param>
/// <param name="Event">The event, if it has sent one.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal readonly record struct MergeInput<TEvent>(int Source, MergeInputKind Kind, TEvent? Event = default);
