namespace RxRecs;

/// <summary>Sets what is kept for similar items, and how users are compared.</summary>
public sealed record SimilarItemsOptions
{
    private readonly int _lastCount = 5;
    private readonly int _maxUsers = 1_000_000;
    private readonly int _maxHolders = 256;
    private readonly int _maxNeighbors = 128;
    private readonly int _ownItems = 100;
    private readonly SetSimilarity _similarity = SetSimilarity.Jaccard;

    /// <summary>Limits how many of a user's last distinct items count; 5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000.</exception>
    public int LastCount
    {
        get => _lastCount;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(LastCount));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000, nameof(LastCount));
            _lastCount = value;
        }
    }

    /// <summary>
    /// Tells how many users are kept; at the bound the one without an event for the longest time goes, and is counted.
    /// The memory at the bound is about <c>MaxUsers * (50 + 24 * LastCount)</c> bytes, four for each of
    /// <see cref="OwnItems"/>, and <c>24 + 4 * min(LastCount - 1, 8)</c> for each of <see cref="MaxNeighbors"/> of an
    /// item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers
    {
        get => _maxUsers;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxUsers));
            _maxUsers = value;
        }
    }

    /// <summary>
    /// Tells how many holders of each of the asking user's items are compared one by one, those who touched it last
    /// first; 256 unless given. A list is exact while no item of the asking user has more holders; what the others add
    /// is worked out from counts, and each score says how wrong it may be. However popular an item is, a query costs at
    /// most <c>LastCount * MaxHolders * LastCount</c> steps and <c>LastCount * MaxNeighbors</c> counts.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxHolders
    {
        get => _maxHolders;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxHolders));
            _maxHolders = value;
        }
    }

    /// <summary>
    /// Limits the number of other items for which it is counted how many users hold them together with an item; 128
    /// unless given. The counts are exact while there are no more; beyond, the least frequent make room (Space-Saving).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 10,000.</exception>
    public int MaxNeighbors
    {
        get => _maxNeighbors;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxNeighbors));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10_000, nameof(MaxNeighbors));
            _maxNeighbors = value;
        }
    }

    /// <summary>
    /// Limits how many of the items that a user had before the last ones are remembered, so that they are not offered;
    /// 100 unless given. They count for no similarity.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10,000.</exception>
    public int OwnItems
    {
        get => _ownItems;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0, nameof(OwnItems));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10_000, nameof(OwnItems));
            _ownItems = value;
        }
    }

    /// <summary>Tells how two users are compared; <see cref="SetSimilarity.Jaccard"/> unless given.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SetSimilarity Similarity
    {
        get => _similarity;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Similarity));
            _similarity = value;
        }
    }
}
