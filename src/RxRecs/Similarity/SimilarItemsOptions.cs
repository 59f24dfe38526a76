namespace RxRecs;

/// <summary>Tells what similar items keep and how they compare.</summary>
public sealed record SimilarItemsOptions
{
    private readonly int _lastCount = 5;
    private readonly int _maxUsers = 1_000_000;
    private readonly int _maxHolders = 1_000;
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
    /// The memory at the bound is about <c>MaxUsers * (50 + 24 * LastCount)</c> bytes.
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
    /// Tells how many holders of each of the asking user's items are compared, those who touched it last first. A query
    /// costs at most <c>LastCount * MaxHolders * LastCount</c> steps however popular an item is, and is exact while no
    /// item of the asking user has more holders.
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
