namespace RxRecs.Machines;

/// <summary>Learns each event and emits the fresh list of similar items of its user, empty lists included.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type: users or sessions.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class SimilarItemsMachine<TEvent, TUser, TItem>
    : IMachine<TEvent, SimilarItemsList<TUser, TItem>>, IHasState<SimilarItemsState<TUser, TItem>>
    where TUser : notnull
    where TItem : notnull
{
    private readonly int _count;
    private readonly Func<TEvent, TUser> _userSelector;
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly List<SimilarItem<TItem>> _list = [];

    /// <summary>Makes a machine with an empty state.</summary>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="userSelector">A selector of an event's user.</param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="options">The options for what is kept and compared; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException">A selector is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public SimilarItemsMachine(
        int count,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        SimilarItemsOptions? options = null,
        IComparer<TItem>? itemOrder = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        _count = count;
        _userSelector = userSelector;
        _itemSelector = itemSelector;
        State = new(options, itemOrder);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("SimilarItems", 2);

    /// <summary>Gives what has been learned so far, to be asked between events.</summary>
    public SimilarItemsState<TUser, TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<SimilarItemsList<TUser, TItem>> output)
    {
        var user = Selected.NotNull(_userSelector(value), "user");
        State.Learn(user, Selected.NotNull(_itemSelector(value), "item"));
        var isExact = State.Query(user, _count, _list);
        output.Emit(new(user, _list.Count == 0 ? [] : _list.ToArray(), isExact));
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<SimilarItemsList<TUser, TItem>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
