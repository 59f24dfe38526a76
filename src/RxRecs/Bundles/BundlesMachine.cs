using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Counts baskets, and emits the bundles that a purchase is part of.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class BundlesMachine<TEvent, TUser, TItem>
    : IMachine<TEvent, Bundle<TItem>>, IHasState<BundleState<TUser, TItem>>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly BundleOptions _options;

    /// <summary>Makes a machine that knows no basket.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="options">The options for what is counted; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal figures; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    public BundlesMachine(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        BundleOptions? options = null,
        IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        _selectors = selectors;
        _options = options ?? new BundleOptions();
        State = new(_options, itemOrder);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Bundles", 1);

    /// <summary>Gives what is counted; may be asked between events.</summary>
    public BundleState<TUser, TItem> State { get; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<Bundle<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_options.Kinds.Contains(_selectors.CountedKind(value)))
        {
            return;
        }

        var (hasUser, item) = (_selectors.HasUser(value), _selectors.Item(value));
        var user = hasUser ? _selectors.KnownUser(value) : default;
        if (!State.Learn(user, hasUser, _selectors.Session(value), item, _selectors.EventTime(value)))
        {
            return;
        }

        var basket = State.NewestBasket;
        for (var i = 0; i < basket.Count - 1; i++)
        {
            if (State.Of(item, basket[i]) is var bundle && bundle.Together >= _options.MinTogether)
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
