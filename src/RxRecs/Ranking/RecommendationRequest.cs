namespace RxRecs;

/// <summary>A question: what to recommend to a user now.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
public readonly record struct RecommendationRequest<TUser>
{
    /// <summary>Makes a question.</summary>
    /// <param name="user">The user.</param>
    /// <param name="count">How many items at the most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public RecommendationRequest(TUser user, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        User = user;
        Count = count;
    }

    /// <summary>The user.</summary>
    public TUser User { get; }

    /// <summary>How many items at the most.</summary>
    public int Count { get; }
}
