using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Counts baskets, and emits the counts at the end.</summary>
/// <param name="selectors">The selectors that read an event.</param>
/// <param name="options">The options for what is counted; null for the defaults.</param>
/// <param name="itemOrder">The order of items of equal figures; null for the items' own order, the lower first.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class BundleCountsMachine<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors,
    BundleOptions? options = null,
    IComparer<TItem>? itemOrder = null)
    : IMachine<TEvent, BundleState<TUser, TItem>>, IForgetsKeys
    where TUser : notnull
    where TItem : notnull
{
    private readonly BundleFeed<TEvent, TUser, TItem> _feed = new(selectors, options, itemOrder);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("BundleCounts", 1);

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<BundleState<TUser, TItem>> output) => _feed.Learn(value);

    /// <inheritdoc/>
    public void OnCompleted(Output<BundleState<TUser, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Emit(_feed.State);
    }

    void IForgetsKeys.ForgetKey(object key) => ((IForgetsKeys)_feed.State).ForgetKey(key);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _feed.State.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _feed.State.Restore(reader);
}
