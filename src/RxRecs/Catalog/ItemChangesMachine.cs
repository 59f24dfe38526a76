using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Takes what the shop states of items and emits what is known of each item then.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class ItemChangesMachine<TItem>
    : IMachine<ItemChange<TItem>, CatalogItem<TItem>>, IHasState<ItemCatalog<TItem>>
    where TItem : notnull
{
    /// <summary>Makes a machine that knows no item.</summary>
    /// <param name="options">The options for what is kept; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal popularity; null for the items' own order, the lower first.
    /// </param>
    public ItemChangesMachine(ItemCatalogOptions? options = null, IComparer<TItem>? itemOrder = null)
    {
        options ??= new ItemCatalogOptions();
        State = new(options.MaxItems, options.Popularity, itemOrder)
        {
            CountedBy = nameof(RecsObservable.CatalogItems),
        };
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("ItemChanges", 1);

    /// <summary>Gives what is known of the items; may be asked between changes.</summary>
    public ItemCatalog<TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(ItemChange<TItem> value, Output<CatalogItem<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        State.Apply(value);
        State.TryGet(value.Item, out var known);
        output.Emit(known);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<CatalogItem<TItem>> output)
    {
        // Every change has been answered: nothing is open.
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
