using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Learns each event and emits what may come next in its visit, empty lists included.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class NextItemsMachine<TEvent, TUser, TItem>
    : IMachine<TEvent, NextItemsList<TUser, TItem>>, IHasState<NextItemState<TUser, TItem>>
    where TUser : notnull
    where TItem : notnull
{
    private readonly int _count;
    private readonly Func<TEvent, TUser?> _userSelector;
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, string?> _sessionSelector;
    private readonly Func<TEvent, DateTimeOffset> _eventTimeSelector;
    private readonly List<NextItem<TItem>> _list = [];

    /// <summary>Makes a machine with an empty state.</summary>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="userSelector">
    /// A selector of an event's user; null or the default value where the user is not known.
    /// </param>
    /// <param name="sessionSelector">A selector of the visit's name; null or empty where it has none.</param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The options for what is kept and how it is scored; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score and age; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException">A selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public NextItemsMachine(
        int count,
        Func<TEvent, TUser?> userSelector,
        Func<TEvent, string?> sessionSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        NextItemOptions? options = null,
        IComparer<TItem>? itemOrder = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(sessionSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        _count = count;
        _userSelector = userSelector;
        _itemSelector = itemSelector;
        _sessionSelector = sessionSelector;
        _eventTimeSelector = eventTimeSelector;
        State = new(options, itemOrder);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("NextItems", 1);

    /// <summary>Gives what has been learned so far, to be asked between events.</summary>
    public NextItemState<TUser, TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<NextItemsList<TUser, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var (user, session) = (_userSelector(value), _sessionSelector(value));
        State.Learn(user, session, Selected.NotNull(_itemSelector(value), "item"), _eventTimeSelector(value));
        State.Query(user, session, [], _count, _list);
        output.Emit(new(user, session, _list.Count == 0 ? [] : _list.ToArray()));
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<NextItemsList<TUser, TItem>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
