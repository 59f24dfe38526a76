using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Holds the last items of each visit and a model that scores them: weights that were made elsewhere, over visits as
/// of now.
/// </summary>
/// <remarks>
/// <para>
/// The score of an item is the sum over the last events of the visit of exp(-(L - p) / range) times what the model
/// gives the item for that of the event: the weight of a <see cref="NeighborTable{TItem}"/>, or the cosine of
/// <see cref="ItemVectors{TItem}"/>, by which an item adds nothing to its own score. An item whose score is not above 0
/// is not recommended. Equal scores are in the order of the items.
/// </para>
/// <para>
/// <see cref="Replace"/> puts another model in the place of this one as a whole, from any thread: a list is made by one
/// or by the other. All else is used from one thread at a time. A list allocates nothing once the buffers for the model
/// have grown. Bound: the model, four bytes (vectors) or twenty (a table) for each of its items, and
/// <see cref="ItemModelOptions.LastItems"/> items of <see cref="SessionOptions.MaxOpen"/> visits.
/// </para>
/// <para>
/// What a model of your own answers is checked: a list that is not as <see cref="IItemModelQuery{TItem}"/> says ends
/// the query with an error that names the model.
/// </para>
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ItemModelState<TUser, TItem> : ISaved
    where TUser : notnull
    where TItem : notnull
{
    private readonly ItemModelOptions _options;
    private readonly VisitItems<TUser, TItem> _visits;
    private volatile IItemModel<TItem> _model;
    private IItemModel<TItem>? _asked;
    private CheckedModelQuery<TItem>? _query;

    /// <summary>Makes a state that knows no visit.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options for how a visit is scored; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">The model has no source or no hash.</exception>
    public ItemModelState(IItemModel<TItem> model, ItemModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckedModelQuery<TItem>.ThrowIfNameless(model);
        _options = options ?? new ItemModelOptions();
        _model = model;
        _visits = new(
            nameof(CandidateSources.ItemModel),
            _options.Sessions with { MaxLength = Math.Max(2, _options.LastItems) });
    }

    /// <summary>Gets the model by which lists are made at present.</summary>
    public IItemModel<TItem> Model => _model;

    /// <summary>
    /// Gets the hash of the model over which the last restored snapshot was made; null where none was restored. It
    /// differs from the hash of <see cref="Model"/> where lists go on by another model than before.
    /// </summary>
    public string? RestoredHash { get; private set; }

    /// <summary>Gets the number of events that had neither user nor session, from which nothing was learned.</summary>
    public long UnassignedEvents => _visits.Unassigned;

    /// <summary>Puts a model in the place of the present one, as a whole, from any thread.</summary>
    /// <param name="model">The model; the next list is made by it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The model has no hash, or is another source than the present one.
    /// </exception>
    public void Replace(IItemModel<TItem> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckedModelQuery<TItem>.ThrowIfNameless(model);
        if (model.Source != _model.Source)
        {
            throw new ArgumentException(
                $"Rules name the source {_model.Source.Name}; {model.Source.Name} needs a state of its own.",
                nameof(model));
        }

        _model = model;
    }

    /// <summary>Learns that a user touched an item.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null; nothing has changed.</exception>
    public void Learn(TUser? user, string? session, TItem item, DateTimeOffset eventTime) => Learn(
        user,
        user is not null && !EqualityComparer<TUser>.Default.Equals(user, default),
        session,
        item,
        eventTime);

    /// <summary>Learns that a user touched an item, where the default value may be a user.</summary>
    /// <param name="user">The user; not looked at where <paramref name="hasUser"/> is false.</param>
    /// <param name="hasUser">True if the user is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null; nothing has changed.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public void Learn(TUser? user, bool hasUser, string? session, TItem item, DateTimeOffset eventTime)
    {
        ItemValue.ThrowIfNone(item);

        var number = _visits.Assign(hasUser ? user! : default!, hasUser, session, eventTime.UtcTicks);
        if (number < 0 || !_visits.GoesOn(number, item))
        {
            return;
        }

        _visits.Add(number, item);
        while (_visits.TryRemoveOldest(out _))
        {
        }
    }

    /// <summary>Takes a user's id from the open visits: they are nobody's any more, and cannot be asked for.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetVisits(TUser user) => _visits.Forget(user);

    /// <summary>Fills a list with what the model recommends in a visit. Changes nothing.</summary>
    /// <param name="user">The user; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty: the user's newest visit.</param>
    /// <param name="around">The items of the visit, oldest first, in place of those that are known; empty for
    /// these.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <returns>The model that made the list.</returns>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">The model gave what no list can be made of.</exception>
    public IItemModel<TItem> Query(
        TUser? user,
        string? session,
        IReadOnlyList<TItem> around,
        int count,
        List<NextItem<TItem>> items,
        Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(around);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var model = _model;
        QueryOf(model).Run(VisitOf(user, session, around), count, items, accept);
        return model;
    }

    /// <summary>Writes the visits and the hash of the model; the model itself is not a part of the state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(_model.Hash);
        writer.WriteCount(_options.LastItems);
        _visits.Snapshot(writer);
    }

    /// <summary>Replaces the visits; the model stays.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">
    /// The snapshot is damaged or was made with another <see cref="ItemModelOptions.LastItems"/>; or over another
    /// model, where <see cref="ItemModelOptions.RequireSameModel"/> is set.
    /// </exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (saved, savedItems) = (reader.ReadString(), reader.ReadSize());
        if (string.IsNullOrEmpty(saved))
        {
            throw new SnapshotException("The hash of the model is missing: the snapshot is damaged.");
        }

        if (savedItems != _options.LastItems)
        {
            throw new SnapshotException(
                $"The snapshot was made with {savedItems} LastItems, not {_options.LastItems}.");
        }

        if (_options.RequireSameModel && saved != _model.Hash)
        {
            throw new SnapshotException(
                $"The snapshot was made over the model {saved}, not {_model.Hash}: restore it over the same model and "
                + $"replace that afterwards, or leave {nameof(ItemModelOptions.RequireSameModel)} unset.");
        }

        _visits.Restore(reader);
        RestoredHash = saved;
    }

    /// <summary>Takes the score of an item apart; empty where it has none.</summary>
    internal IReadOnlyList<ScoreContribution<TItem>> Explain(
        TUser? user, string? session, IReadOnlyList<TItem> around, TItem item) =>
        QueryOf(_model).Explain(VisitOf(user, session, around), item);

    private IReadOnlyList<TItem> VisitOf(TUser? user, string? session, IReadOnlyList<TItem> around) =>
        around.Count > 0 ? around : _visits.Of(user, session);

    private CheckedModelQuery<TItem> QueryOf(IItemModel<TItem> model)
    {
        if (_query is null || model != _asked)
        {
            (_asked, _query) = (model, new(model, _options));
        }

        return _query;
    }
}
