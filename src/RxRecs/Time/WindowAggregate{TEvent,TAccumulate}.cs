namespace RxRecs;

/// <summary>
/// Defines how the events of a window become one value. Ready-made ones are on <see cref="WindowAggregate"/>. Snapshots
/// need a codec for <typeparamref name="TAccumulate"/>.
/// </summary>
/// <param name="Seed">The value of no events; a new object each time where the type can change.</param>
/// <param name="Add">
/// The value with one more event. It may change its first argument and return it. Events come in order of arrival.
/// </param>
/// <param name="Merge">
/// The value of two groups of events, those of the earlier time first. It may change its first argument and return it,
/// and must neither change nor keep the second.
/// </param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TAccumulate">The value's type.</typeparam>
public sealed record WindowAggregate<TEvent, TAccumulate>(
    Func<TAccumulate> Seed,
    Func<TAccumulate, TEvent, TAccumulate> Add,
    Func<TAccumulate, TAccumulate, TAccumulate> Merge);
