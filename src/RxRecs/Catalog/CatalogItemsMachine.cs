namespace RxRecs.Machines;

/// <summary>Learns what each event tells about its item and emits what is known of it then.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class CatalogItemsMachine<TEvent, TItem>
    : IMachine<TEvent, CatalogItem<TItem>>, IHasState<ItemCatalog<TItem>>
    where TItem : notnull
{
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, InteractionKind> _kindSelector;
    private readonly Func<TEvent, ItemFacts> _factsSelector;

    /// <summary>Makes a machine that knows no item.</summary>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="kindSelector">A selector of an event's kind.</param>
    /// <param name="factsSelector">A selector of what an event tells about its item.</param>
    /// <param name="options">The options for what is kept and counted; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal popularity; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException">A selector is null.</exception>
    public CatalogItemsMachine(
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind> kindSelector,
        Func<TEvent, ItemFacts> factsSelector,
        ItemCatalogOptions? options = null,
        IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(kindSelector);
        ArgumentNullException.ThrowIfNull(factsSelector);
        _itemSelector = itemSelector;
        _kindSelector = kindSelector;
        _factsSelector = factsSelector;
        options ??= new ItemCatalogOptions();
        State = new(options.MaxItems, options.Popularity, itemOrder)
        {
            CountedBy = nameof(RecsObservable.CatalogItems),
        };
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("CatalogItems", 2);

    /// <summary>Gives what is known of the items; may be asked between events.</summary>
    public ItemCatalog<TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<CatalogItem<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var item = Selected.NotNull(_itemSelector(value), "item");
        State.Learn(item, _kindSelector(value), _factsSelector(value));
        State.TryGet(item, out var known);
        output.Emit(known);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<CatalogItem<TItem>> output)
    {
        // Every event has been answered: nothing is open.
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
