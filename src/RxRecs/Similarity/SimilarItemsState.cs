namespace RxRecs.Machines;

/// <summary>
/// Keeps the items that users with similar interests hold, as of now. For the asking user's set A of last distinct
/// items and every other user's set B that shares an item with it, <c>score(p)</c> is the sum of
/// <c>similarity(A, B)</c> over the users who hold p; the user's own items are left out.
/// </summary>
/// <remarks>
/// <para>Idea: an index from item to the users who hold it, kept with each event, so that only users who share an item
/// are ever looked at. Learning costs <c>O(LastCount)</c>; a query costs the holders of the user's items, at most
/// <see cref="SimilarItemsOptions.MaxHolders"/> of each, and allocates nothing once its buffers have grown.</para>
/// <para>Sums are taken in fixed point with 60 binary places, so that the order of the users changes neither a score
/// nor a tie. A score is that sum, rounded to a multiple of 1/642,507,465,600 (1.6e-12), which is 8 times the least
/// common multiple of 1 to 28: sums that are equal as fractions are equal scores, whatever their terms (1/3 + 1/6 and
/// 1/2), for Jaccard and overlap with a <see cref="SimilarItemsOptions.LastCount"/> of up to 14 and scores below 8,000;
/// others tie where they round to the same. Ties: the lower item first.</para>
/// <para>Bound: <see cref="SimilarItemsOptions.MaxUsers"/> users, each with <see cref="SimilarItemsOptions.LastCount"/>
/// items; the user without an event for the longest time goes first. Used from one thread at a time.</para>
/// </remarks>
/// <typeparam name="TUser">Whom items are for: a user or a session.</typeparam>
/// <typeparam name="TItem">The items.</typeparam>
public sealed class SimilarItemsState<TUser, TItem> : ISaved
    where TUser : notnull
    where TItem : notnull
{
    private const double One = 1L << 60;
    private const double Grid = 8 * 80_313_433_200;
    private readonly SimilarItemsOptions _options;
    private readonly HeldItems<TUser, TItem> _held;
    private readonly BestItems<TItem> _best;
    private int[] _userMarks = [];
    private ItemScore[] _scores = [];
    private int[] _scored = [];
    private int _scoredCount;
    private int[] _asked = [];
    private int _askedCount;
    private int _mark;

    /// <summary>Makes an empty state.</summary>
    /// <param name="options">What is kept and compared; null for the defaults.</param>
    /// <param name="itemOrder">
    /// Tells which of two items of equal score comes first; null for the lower one (text: by code units).
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

        _held = new(_options.LastCount, _options.MaxUsers);
        _best = new(ItemOrder.OrDefault(itemOrder));
    }

    /// <summary>Tells how many users are kept.</summary>
    public int UserCount => _held.UserCount;

    /// <summary>Tells how many items some user holds.</summary>
    public int ItemCount => _held.ItemCount;

    /// <summary>Tells how many users went because there were too many.</summary>
    public long EvictedUsers => _held.EvictedUsers;

    /// <summary>Tells whether anything is known of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>True if the user holds an item.</returns>
    public bool Knows(TUser user) => _held.SlotOf(user) != HeldItems<TUser, TItem>.None;

    /// <summary>Takes note that a user touched an item: it becomes the newest of the user's last items.</summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentNullException">An argument is null; nothing has changed.</exception>
    public void Learn(TUser user, TItem item)
    {
        // Value types are not boxed for a check that they cannot fail.
        if (!typeof(TUser).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(user);
        }

        if (!typeof(TItem).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(item);
        }

        _held.Learn(user, item);
    }

    /// <summary>Fills a list with the items most similar to what a user holds. Changes nothing.</summary>
    /// <param name="user">The user; an unknown one gets an empty list.</param>
    /// <param name="count">How many items at the most.</param>
    /// <param name="similarItems">Cleared, then filled best first.</param>
    /// <param name="accept">Which items may be in the list; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void Query(TUser user, int count, List<SimilarItem<TItem>> similarItems, Func<TItem, bool>? accept = null)
    {
        Start(count, similarItems);
        var slot = _held.SlotOf(user);
        if (slot != HeldItems<TUser, TItem>.None)
        {
            MarkOwn(slot);
            Score(slot);
            TakeBest(similarItems, accept);
        }
    }

    /// <summary>
    /// Fills a list with the items that are held by users who hold the given items: as if somebody held just these.
    /// Changes nothing.
    /// </summary>
    /// <param name="items">The items; those that nobody holds count for nothing. They are not in the list.</param>
    /// <param name="user">Who asks, and gets none of the items that he holds; an unknown user may ask.</param>
    /// <param name="count">How many items at the most.</param>
    /// <param name="similarItems">Cleared, then filled best first.</param>
    /// <param name="accept">Which items may be in the list; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void QueryAround(
        IReadOnlyList<TItem> items,
        TUser? user,
        int count,
        List<SimilarItem<TItem>> similarItems,
        Func<TItem, bool>? accept = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        Start(count, similarItems);
        var slot = user is null ? HeldItems<TUser, TItem>.None : _held.SlotOf(user);
        for (var i = 0; i < items.Count; i++)
        {
            AddAsked(_held.SlotOfItem(items[i]));
        }

        Score(slot);
        MarkOwnAsSeen(slot);
        TakeBest(similarItems, accept);
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">Where it goes.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_options.LastCount);
        writer.WriteCount(_options.MaxUsers);
        _held.Snapshot(writer);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <exception cref="SnapshotException">
    /// The snapshot is damaged, or was made with another <see cref="SimilarItemsOptions.LastCount"/> or
    /// <see cref="SimilarItemsOptions.MaxUsers"/>.
    /// </exception>
    public void Restore(SnapshotReader reader)
    {
        var (lastCount, maxUsers) = (reader.ReadSize(), reader.ReadSize());
        if (lastCount != _options.LastCount || maxUsers != _options.MaxUsers)
        {
            throw new SnapshotException(
                $"The snapshot was made with the last {lastCount} items of {maxUsers} users, " +
                $"not {_options.LastCount} of {_options.MaxUsers}.");
        }

        _held.Restore(reader);
    }

    private void Start(int count, List<SimilarItem<TItem>> similarItems)
    {
        ArgumentNullException.ThrowIfNull(similarItems);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        similarItems.Clear();
        Prepare();
        _best.Start(count);
    }

    private void TakeBest(List<SimilarItem<TItem>> similarItems, Func<TItem, bool>? accept)
    {
        foreach (var item in _scored.AsSpan(0, _scoredCount))
        {
            ref readonly var scored = ref _scores[item];
            if (scored.Own == _mark)
            {
                continue;
            }

            var key = _held.ItemAt(item);
            var score = Math.Round((double)scored.Sum / One * Grid) / Grid;
            if (_best.Wants(key, score) && (accept is null || accept(key)))
            {
                _best.Add(key, score);
            }
        }

        _best.Sort();
        similarItems.AddRange(_best.Found);
    }

    /// <summary>Marks instead of clearing: a slot belongs to this query if it carries its mark.</summary>
    private void Prepare()
    {
        if (_userMarks.Length < _held.UserSlots)
        {
            Array.Resize(ref _userMarks, Math.Max(_held.UserSlots, _userMarks.Length * 2));
        }

        if (_scores.Length < _held.ItemSlots)
        {
            Array.Resize(ref _scores, Math.Max(_held.ItemSlots, _scores.Length * 2));
        }

        if (_mark == int.MaxValue)
        {
            Array.Clear(_userMarks);
            Array.Clear(_scores);
            _mark = 0;
        }

        _mark++;
        _scoredCount = 0;
        _askedCount = 0;
    }

    private void MarkOwn(int user)
    {
        foreach (ref readonly var cell in _held.Row(user))
        {
            AddAsked(cell.Item);
        }
    }

    /// <summary>Leaves out what the user holds, where others were asked about: after scoring, so that it counts for no
    /// similarity.</summary>
    private void MarkOwnAsSeen(int user)
    {
        if (user == HeldItems<TUser, TItem>.None)
        {
            return;
        }

        foreach (ref readonly var cell in _held.Row(user))
        {
            _scores[cell.Item].Own = _mark;
        }
    }

    private void AddAsked(int item)
    {
        if (item == HeldItems<TUser, TItem>.None || _scores[item].Own == _mark)
        {
            return;
        }

        _scores[item].Own = _mark;
        if (_askedCount == _asked.Length)
        {
            Array.Resize(ref _asked, Math.Max(16, _askedCount * 2));
        }

        _asked[_askedCount++] = item;
    }

    private void Score(int user)
    {
        if (user != HeldItems<TUser, TItem>.None)
        {
            _userMarks[user] = _mark;
        }

        foreach (var item in _asked.AsSpan(0, _askedCount))
        {
            var holder = _held.FirstHolder(item);
            for (var seen = 0; seen < _options.MaxHolders && holder != HeldItems<TUser, TItem>.None; seen++)
            {
                ref readonly var other = ref _held.CellAt(holder);
                holder = other.Older;
                if (other.User == user)
                {
                    seen--;
                }
                else if (_userMarks[other.User] != _mark)
                {
                    _userMarks[other.User] = _mark;
                    AddNeighbour(_held.Row(other.User), _askedCount);
                }
            }
        }
    }

    /// <summary>
    /// Compares with one other user, in full: a user who is found through one item counts with all that is shared, also
    /// with items whose further holders are left out.
    /// </summary>
    private void AddNeighbour(ReadOnlySpan<HeldItems<TUser, TItem>.Cell> row, int ownCount)
    {
        var shared = 0;
        foreach (ref readonly var cell in row)
        {
            shared += _scores[cell.Item].Own == _mark ? 1 : 0;
        }

        if (shared == row.Length)
        {
            return;
        }

        var similarity = Math.Clamp(_options.Similarity.Of(shared, ownCount, row.Length), 0, 1);
        if (!(similarity > 0))
        {
            return;
        }

        var share = (long)Math.Round(similarity * One);
        foreach (ref readonly var cell in row)
        {
            ref var score = ref _scores[cell.Item];
            if (score.Own != _mark)
            {
                Add(ref score, cell.Item, share);
            }
        }
    }

    private void Add(ref ItemScore score, int item, long share)
    {
        if (score.Scored == _mark)
        {
            score.Sum += share;
            return;
        }

        score.Scored = _mark;
        score.Sum = share;
        if (_scoredCount == _scored.Length)
        {
            Array.Resize(ref _scored, Math.Max(64, _scoredCount * 2));
        }

        _scored[_scoredCount++] = item;
    }

    private struct ItemScore
    {
        public Int128 Sum;
        public int Own;
        public int Scored;
    }
}
