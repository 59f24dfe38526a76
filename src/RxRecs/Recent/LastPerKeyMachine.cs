namespace RxRecs.Machines;

/// <summary>
/// The machine behind <c>LastPerKey</c>. The result selector sees the list as the event will leave it before the state
/// changes, so that a selector that throws leaves the state as it was.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
internal sealed class LastPerKeyMachine<TEvent, TKey, TItem, TResult>
    : IMachine<TEvent, TResult>, IHasState<LastPerKeyState<TKey, TItem>>
    where TKey : notnull
{
    private readonly Func<TEvent, TKey> _keySelector;
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, DateTimeOffset>? _eventTimeSelector;
    private readonly Func<TKey, ReadOnlySpan<TItem>, TResult> _resultSelector;

    /// <summary>Makes a machine with an empty state.</summary>
    /// <param name="count">The number of items kept for each key, at least 1.</param>
    /// <param name="keySelector">A selector of an event's key.</param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="resultSelector">The function that makes the result.</param>
    /// <param name="eventTimeSelector">
    /// A selector of an event's time, to order by event time; null to order by arrival.
    /// </param>
    /// <param name="options">
    /// The options for repeats, time to live and the bound on keys; null for repeats and no bound.
    /// </param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same where they are kept once; null for the default.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">A time to live without event times.</exception>
    public LastPerKeyMachine(
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TKey, ReadOnlySpan<TItem>, TResult> resultSelector,
        Func<TEvent, DateTimeOffset>? eventTimeSelector = null,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        _keySelector = keySelector;
        _itemSelector = itemSelector;
        _eventTimeSelector = eventTimeSelector;
        _resultSelector = resultSelector;
        var order = eventTimeSelector is null ? LastPerKeyOrder.Arrival : LastPerKeyOrder.EventTime;
        State = new LastPerKeyState<TKey, TItem>(count, order, options, keyEquality, itemEquality);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("LastPerKey", 1);

    /// <summary>Gives the lists, to be read between events.</summary>
    public LastPerKeyState<TKey, TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<TResult> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var key = Selected.NotNull(_keySelector(value), "key");
        var ticks = _eventTimeSelector is null ? 0 : _eventTimeSelector(value).UtcTicks;
        if (State.Stage(key, Selected.NotNull(_itemSelector(value), "item"), ticks))
        {
            try
            {
                EmitStaged(key, output);
            }
            catch
            {
                State.Undo();
                throw;
            }
        }

        State.Commit(key);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<TResult> output)
    {
        // Every event has been answered: nothing is open.
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);

    private void EmitStaged(TKey key, Output<TResult> output)
    {
        for (var i = 0; i < State.StagedLeavingCount; i++)
        {
            output.Emit(_resultSelector(State.StagedLeaving(i), default));
        }

        output.Emit(_resultSelector(key, State.StagedItems));
    }
}
