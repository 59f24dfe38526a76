using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Feeds a state with the events that put an item into a basket.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class BundleFeed<TEvent, TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly BundleOptions _options;

    /// <summary>Makes a feed of an empty state.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="options">The options for what is counted; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal figures; null for the items' own order, the lower first.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    public BundleFeed(
        ShopSelectors<TEvent, TUser, TItem> selectors, BundleOptions? options, IComparer<TItem>? itemOrder)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        _selectors = selectors;
        _options = options ?? new BundleOptions();
        State = new(_options, itemOrder);
    }

    /// <summary>Gives what is counted; may be asked between events.</summary>
    public BundleState<TUser, TItem> State { get; }

    /// <summary>Tells in how many baskets two items must be together to be a bundle.</summary>
    public int MinTogether => _options.MinTogether;

    /// <summary>Takes an event.</summary>
    /// <param name="value">The event.</param>
    /// <returns>True if it put an item into a basket that did not have it.</returns>
    public bool Learn(TEvent value)
    {
        if (!_options.Kinds.Contains(_selectors.CountedKind(value)))
        {
            return false;
        }

        var (hasUser, item) = (_selectors.HasUser(value), _selectors.KnownItem(value));
        var user = hasUser ? _selectors.KnownUser(value) : default;
        return State.Learn(user, hasUser, _selectors.Session(value), item, _selectors.EventTime(value));
    }
}
