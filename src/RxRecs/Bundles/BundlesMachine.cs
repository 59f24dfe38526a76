using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Counts baskets, and emits the bundles that a purchase is part of.</summary>
/// <param name="selectors">The selectors that read an event.</param>
/// <param name="options">The options for what is counted; null for the defaults.</param>
/// <param name="itemOrder">The order of items of equal figures; null for the items' own order, the lower first.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class BundlesMachine<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors,
    BundleOptions? options = null,
    IComparer<TItem>? itemOrder = null)
    : IMachine<TEvent, Bundle<TItem>>, IHasState<BundleState<TUser, TItem>>
    where TUser : notnull
    where TItem : notnull
{
    private readonly BundleFeed<TEvent, TUser, TItem> _feed = new(selectors, options, itemOrder);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Bundles", 1);

    /// <summary>Gives what is counted; may be asked between events.</summary>
    public BundleState<TUser, TItem> State => _feed.State;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<Bundle<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_feed.Learn(value))
        {
            return;
        }

        var basket = State.NewestBasket;
        var item = basket[^1];
        for (var i = 0; i < basket.Count - 1; i++)
        {
            if (State.Of(item, basket[i]) is var bundle && bundle.Together >= _feed.MinTogether)
            {
                output.Emit(bundle);
            }
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<Bundle<TItem>> output)
    {
        // Every event has been answered: nothing is open.
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => State.Restore(reader);
}
