using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Keeps the items that users with similar interests hold, as of now. For the asking user's set A of last distinct
/// items and every other user's set B that shares an item with it, <c>score(p)</c> is the sum of
/// <c>similarity(A, B)</c> over the users who hold p; the user's own items are left out.
/// </summary>
/// <remarks>
/// <para>Idea: an index from item to the users who hold it, kept with each event, so that only users who share an item
/// are ever looked at; and counts of who holds two items at once, for items with more holders than are to be looked at.
/// Learning costs <c>O(LastCount)</c> for an item that the user holds, else a count per pair; a query costs at most
/// <see cref="SimilarItemsOptions.MaxHolders"/> holders of each of the user's items and allocates nothing once its
/// buffers have grown.</para>
/// <para>Sums are taken in fixed point with 60 binary places, so that the order of the users changes neither a score
/// nor a tie. A score is that sum, rounded to a multiple of 1/642,507,465,600 (1.6e-12), which is 8 times the least
/// common multiple of 1 to 28: sums that are equal as fractions are equal scores, whatever their terms (1/3 + 1/6 and
/// 1/2), for Jaccard and overlap with a <see cref="SimilarItemsOptions.LastCount"/> of up to 14 and scores below 8,000;
/// others tie where they round to the same. Ties: the lower item first.</para>
/// <para>Beyond <see cref="SimilarItemsOptions.MaxHolders"/> holders: a holder who was not looked at and shares s of
/// the
/// asked items counts <c>similarity(s) / s</c> for each of them. How many such holders also have p is known from the
/// counts, by how many items they hold; s is not. The score takes the mean over the holders of p that were looked at,
/// its error is what is left between the least and the greatest s. So cosine and overlap, which grow with s, and every
/// query of a user with one item, stay exact for as long as the counts are.</para>
/// <para>Bound: <see cref="SimilarItemsOptions.MaxUsers"/> users, each with <see cref="SimilarItemsOptions.LastCount"/>
/// items; the user without an event for the longest time goes first. Used from one thread at a time.</para>
/// </remarks>
/// <typeparam name="TUser">The type of whom items are for: users or sessions.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class SimilarItemsState<TUser, TItem> : ISaved, IForgetsKeys
    where TUser : notnull
    where TItem : notnull
{
    private readonly SimilarItemsOptions _options;
    private readonly HeldItems<TUser, TItem> _held;
    private readonly HolderScores<TUser, TItem> _scores;
    private readonly IComparer<TItem> _itemOrder;
    private readonly BestItems<TItem> _best;

    /// <summary>Makes an empty state.</summary>
    /// <param name="options">The options for what is kept and compared; null for the defaults.</param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first (text: by code units).
    /// </param>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="TItem"/> has no order and none is given, or <c>MaxUsers * LastCount</c> is beyond 2
    /// billion.
    /// </exception>
    public SimilarItemsState(SimilarItemsOptions? options = null, IComparer<TItem>? itemOrder = null)
    {
        _options = options ?? new SimilarItemsOptions();
        if ((long)_options.MaxUsers * _options.LastCount > Array.MaxLength)
        {
            throw new ArgumentException($"MaxUsers * LastCount is beyond {Array.MaxLength}.", nameof(options));
        }

        _held = new(_options.LastCount, _options.MaxUsers, _options.OwnItems, _options.MaxNeighbors);
        _scores = new(_held, _options);
        _itemOrder = ItemOrder.OrDefault(itemOrder);
        _best = new(_itemOrder);
    }

    /// <summary>Gets the number of users that are kept.</summary>
    public int UserCount => _held.UserCount;

    /// <summary>Gets the number of items that some user holds.</summary>
    public int ItemCount => _held.ItemCount;

    /// <summary>Gets the number of users that went because there were too many.</summary>
    public long EvictedUsers => _held.EvictedUsers;

    /// <summary>Determines whether anything is known of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>True if the user holds an item.</returns>
    public bool Knows(TUser user) => _held.SlotOf(user) != HeldItems<TUser, TItem>.None;

    /// <summary>Takes note that a user touched an item: it becomes the newest of the user's last items.</summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentNullException">An argument is null; nothing has changed.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public void Learn(TUser user, TItem item)
    {
        // Value types are not boxed for a check that they cannot fail.
        if (!typeof(TUser).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(user);
        }
        ItemValue.ThrowIfNone(item);

        _held.Learn(user, item);
    }

    /// <summary>Forgets a user, with all that the user's items count for others.</summary>
    /// <param name="user">The user.</param>
    /// <returns>True if the user was known.</returns>
    public bool Forget(TUser user)
    {
        var slot = _held.SlotOf(user);
        if (slot == HeldItems<TUser, TItem>.None)
        {
            return false;
        }

        _held.Remove(slot);
        return true;
    }

    /// <summary>Fills a list with the items most similar to what a user holds. Changes nothing.</summary>
    /// <param name="user">The user; an unknown one gets an empty list.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="similarItems">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <returns>True if no score is estimated and no item can be missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public bool Query(TUser user, int count, List<SimilarItem<TItem>> similarItems, Func<TItem, bool>? accept = null)
    {
        Start(count, similarItems);
        var slot = _held.SlotOf(user);
        if (slot != HeldItems<TUser, TItem>.None)
        {
            _scores.AskFor(slot);
            return TakeBest(slot, similarItems, accept);
        }

        return true;
    }

    /// <summary>
    /// Fills a list with the items that are held by users who hold the given items: as if somebody held just these.
    /// Changes nothing.
    /// </summary>
    /// <param name="items">The items; those that nobody holds count for nothing. They are not in the list.</param>
    /// <param name="user">
    /// The user who asks, and gets none of the items that this user holds; an unknown user may ask.
    /// </param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="similarItems">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    /// <returns>True if no score is estimated and no item can be missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public bool QueryAround(
        IReadOnlyList<TItem> items,
        TUser? user,
        int count,
        List<SimilarItem<TItem>> similarItems,
        Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        Start(count, similarItems);
        var slot = user is null ? HeldItems<TUser, TItem>.None : _held.SlotOf(user);
        AskFor(items);
        return TakeBest(slot, similarItems, accept);
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_options.LastCount);
        writer.WriteCount(_options.MaxUsers);
        writer.WriteCount(_options.MaxNeighbors);
        _held.Snapshot(writer);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">
    /// The snapshot is damaged, or was made with another <see cref="SimilarItemsOptions.LastCount"/>,
    /// <see cref="SimilarItemsOptions.MaxUsers"/> or <see cref="SimilarItemsOptions.MaxNeighbors"/>, or with more
    /// <see cref="SimilarItemsOptions.OwnItems"/>.
    /// </exception>
    public void Restore(SnapshotReader reader)
    {
        var (lastCount, maxUsers, neighbors) = (reader.ReadSize(), reader.ReadSize(), reader.ReadSize());
        if (lastCount != _options.LastCount || maxUsers != _options.MaxUsers || neighbors != _options.MaxNeighbors)
        {
            throw new SnapshotException(
                $"The snapshot was made with the last {lastCount} items of {maxUsers} users and {neighbors} " +
                $"neighbors, not {_options.LastCount} of {_options.MaxUsers} and {_options.MaxNeighbors}.");
        }

        _held.Restore(reader);
    }

    /// <summary>
    /// Takes the score of an item apart, as a query gives it around the items, or without any by what the user holds: a
    /// part per neighbor and shared item, and one per item whose further holders are estimated; the greatest first.
    /// </summary>
    internal List<ScoreContribution<TItem>> Explain(TUser? user, IReadOnlyList<TItem> around, TItem item)
    {
        var slot = user is null ? HeldItems<TUser, TItem>.None : _held.SlotOf(user);
        _scores.Start();
        if (around.Count > 0)
        {
            AskFor(around);
        }
        else if (slot != HeldItems<TUser, TItem>.None)
        {
            _scores.AskFor(slot);
        }

        var parts = _scores.Explain(slot, _held.SlotOfItem(item)).ConvertAll(
            part => new ScoreContribution<TItem>(RecommendationSource.SimilarItems, part.Value)
            {
                MatchedItem = _held.ItemAt(part.Matched),
                Neighbor = part.Neighbor,
                Detail = part.Neighbor is null ? "estimated" : null,
            });

        // To 44 binary places: parts that are equal as fractions, such as 2/6 of two items and 1/6, are equal.
        parts.Sort((x, y) => Rounded(y.Value).CompareTo(Rounded(x.Value)) is not 0 and var byValue ? byValue
            : Nullable.Compare(y.Neighbor, x.Neighbor) is not 0 and var byNeighbor ? byNeighbor
            : _itemOrder.Compare(x.MatchedItem!, y.MatchedItem!));
        return parts;

        static double Rounded(double value) => Math.Round(Math.ScaleB(value, 44));
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser known)
        {
            Forget(known);
        }
    }

    private void Start(int count, List<SimilarItem<TItem>> similarItems)
    {
        ArgumentNullException.ThrowIfNull(similarItems);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        similarItems.Clear();
        _scores.Start();
        _best.Start(count);
    }

    private void AskFor(IReadOnlyList<TItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            _scores.AddAsked(_held.SlotOfItem(items[i]));
        }
    }

    private bool TakeBest(int user, List<SimilarItem<TItem>> similarItems, Func<TItem, bool>? accept)
    {
        _scores.Score(user);
        var isExact = true;
        foreach (var item in _scores.Found)
        {
            if (!_scores.TryGet(item, out var score, out var error))
            {
                continue;
            }

            isExact &= error == 0;
            var key = _held.ItemAt(item);
            if (score > 0 && _best.Wants(key, score) && (accept is null || accept(key)))
            {
                _best.Add(new(key, score) { Error = error });
            }
        }

        _best.Sort();
        similarItems.AddRange(_best.Found);
        return isExact && !_scores.MayMiss;
    }
}
