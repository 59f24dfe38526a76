using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Puts what the shop has stated of an event's item by then beside the event.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
internal sealed class EnrichMachine<TEvent, TItem, TResult>
    : IMachine<EventOrChange<TEvent, ItemChange<TItem>>, TResult>, IHasState<ItemCatalog<TItem>>
    where TItem : notnull
{
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, CatalogItem<TItem>, TResult> _resultSelector;

    /// <summary>Makes a machine that knows no item.</summary>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="resultSelector">The function that makes a result of an event and what is known of its item.</param>
    /// <param name="options">The options for what is kept; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">A selector is null.</exception>
    public EnrichMachine(
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, CatalogItem<TItem>, TResult> resultSelector,
        ItemCatalogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        _itemSelector = itemSelector;
        _resultSelector = resultSelector;
        options ??= new ItemCatalogOptions();
        State = new(options.MaxItems, options.Popularity, Comparer<TItem>.Create(static (_, _) => 0))
        {
            CountedBy = nameof(RecsObservable.Enrich),
        };
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Enrich", 1);

    /// <summary>Gives what is known of the items; may be asked between inputs.</summary>
    public ItemCatalog<TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(EventOrChange<TEvent, ItemChange<TItem>> value, Output<TResult> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.IsChange)
        {
            State.Apply(value.Change);
            return;
        }

        var item = Selected.NotNull(_itemSelector(value.Event!), "item");
        output.Emit(_resultSelector(
            value.Event!, State.TryGet(item, out var known) ? known : new CatalogItem<TItem>(item, default, 0)));
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
}
