using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Represents a request for what to recommend now: for a user, a session or both.</summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct RecommendationRequest<TUser, TItem>
{
    private readonly IReadOnlyList<TItem>? _around;

    /// <summary>Creates a request for a user.</summary>
    /// <param name="user">The user; the default value where only a session is known.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public RecommendationRequest(TUser user, int count)
    {
        User = user;
        Count = count;
    }

    /// <summary>Gets the user who asks; the default value where only a session is known.</summary>
    public TUser User { get; init; }

    /// <summary>Gets the visit that the request is made in, or null.</summary>
    public string? Session { get; init; }

    /// <summary>
    /// Gets the items that the request is around, oldest first, such as the one on the page or all of a visit so far:
    /// similar items are then those of users who hold these, and next items those that follow them, instead of what is
    /// known of the visit. The default is none.
    /// </summary>
    public IReadOnlyList<TItem> Around
    {
        get => _around ?? [];
        init => _around = value;
    }

    /// <summary>Gets the maximum number of items in the list.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Count { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the purpose of the items to ask for, such as <see cref="RecommendationPurpose.Complement"/> beside a cart.
    /// The default is null, for all. The shop's list and every <see cref="CandidateRanking{TUser, TItem}"/> then ask
    /// only the sources for that purpose; a recommender that finds items in one way alone does so whatever the purpose.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the five.</exception>
    public RecommendationPurpose? Purpose { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Gets the items that are not to be in the list, such as those on the page already. Null excludes none.
    /// </summary>
    public IReadOnlySet<TItem>? Excluded { get; init; }

    /// <summary>
    /// Gets a value indicating whether the list comes with <see cref="RecommendationList{TUser, TItem}.Explanations"/>.
    /// The default is false: they take more time than the list itself.
    /// </summary>
    public bool WithExplanations { get; init; }

    /// <summary>Tells which items are not excluded; null where none is, so that nothing is looked up.</summary>
    internal Func<TItem, bool>? Accepts => Excluded is null ? null : AllBut(Excluded);

    // Apart, so that nothing is allocated where nothing is excluded.
    private static Func<TItem, bool> AllBut(IReadOnlySet<TItem> excluded) => item => !excluded.Contains(item);
}
