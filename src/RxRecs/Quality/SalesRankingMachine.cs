using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>Ranks items by what they have sold; the machine behind <c>SalesRanking</c>.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class SalesRankingMachine<TEvent, TItem> : IMachine<TEvent, SalesRankChange<TItem>>
    where TItem : notnull
{
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, long> _piecesSelector;
    private readonly Func<TEvent, decimal> _revenueSelector;
    private readonly SalesRankingState<TItem> _state;

    /// <summary>Makes the machine.</summary>
    /// <param name="size">The number of items that are ranked, at least 1.</param>
    /// <param name="itemSelector">A selector of the item that was sold.</param>
    /// <param name="piecesSelector">A selector of the number of pieces; negative for a return.</param>
    /// <param name="revenueSelector">A selector of the sale's total revenue.</param>
    /// <param name="options">The options for how items rank; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal sales; null for the items' own order, the lower first.
    /// </param>
    public SalesRankingMachine(
        int size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, long> piecesSelector,
        Func<TEvent, decimal> revenueSelector,
        SalesRankingOptions? options = null,
        IComparer<TItem>? itemOrder = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(piecesSelector);
        ArgumentNullException.ThrowIfNull(revenueSelector);
        _itemSelector = itemSelector;
        _piecesSelector = piecesSelector;
        _revenueSelector = revenueSelector;
        _state = new SalesRankingState<TItem>(size, options, itemOrder);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("SalesRanking", 2);

    /// <summary>Tells what has been sold, and the ranking.</summary>
    public SalesRankingState<TItem> State => _state;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<SalesRankChange<TItem>> output) =>
        _state.Add(
            Selected.NotNull(_itemSelector(value), "item"), _piecesSelector(value), _revenueSelector(value), output);

    /// <inheritdoc/>
    public void OnCompleted(Output<SalesRankChange<TItem>> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _state.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _state.Restore(reader);
}
