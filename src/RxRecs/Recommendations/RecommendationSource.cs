namespace RxRecs;

/// <summary>
/// Represents the source of a recommended item, by its name, and what the source is for. The sources of RxRecs are
/// static properties; a source of your own is a value like them. Two are the same if their names are.
/// </summary>
public readonly record struct RecommendationSource
{
    private readonly string? _name;

    /// <summary>Creates a source with a name and a purpose.</summary>
    /// <param name="name">The name, as results show it.</param>
    /// <param name="purpose">The purpose of the source.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="purpose"/> is none of the five.</exception>
    public RecommendationSource(string name, RecommendationPurpose purpose = RecommendationPurpose.Discovery)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _ = OptionValue.Defined(purpose, nameof(purpose));
        _name = name;
        Purpose = purpose;
    }

    /// <summary>Gets the source of items that lie in the user's open cart.</summary>
    public static RecommendationSource OpenCart { get; } = new(nameof(OpenCart), RecommendationPurpose.Reminder);

    /// <summary>Gets the source of items that trend, and whose brand is among the user's recent ones.</summary>
    public static RecommendationSource TrendingBrand { get; } = new(nameof(TrendingBrand));

    /// <summary>Gets the source of items that trend in the shop.</summary>
    public static RecommendationSource Trending { get; } = new(nameof(Trending));

    /// <summary>Gets the source of items that were touched by users who touched the same items.</summary>
    public static RecommendationSource SimilarItems { get; } = new(nameof(SimilarItems));

    /// <summary>
    /// Gets the source of items that followed, in other visits, what the visitor has looked at in this one.
    /// </summary>
    public static RecommendationSource NextItem { get; } = new(nameof(NextItem));

    /// <summary>
    /// Gets the source of items that go with what was touched before, by what other visits, or users, have had
    /// together.
    /// </summary>
    public static RecommendationSource ItemToItem { get; } = new(nameof(ItemToItem));

    /// <summary>
    /// Gets the source of items that a table made elsewhere names as neighbors of what the visitor has looked at.
    /// </summary>
    public static RecommendationSource NeighborTable { get; } = new(nameof(NeighborTable));

    /// <summary>Gets the source of items that vectors made elsewhere put near what the visitor has looked at.</summary>
    public static RecommendationSource ItemVectors { get; } = new(nameof(ItemVectors));

    /// <summary>Gets the source of items that are bought together with what lies in the user's open cart.</summary>
    public static RecommendationSource BoughtTogether { get; } =
        new(nameof(BoughtTogether), RecommendationPurpose.Complement);

    /// <summary>Gets the source of items of the categories, brands and prices that the user touched.</summary>
    public static RecommendationSource Content { get; } = new(nameof(Content), RecommendationPurpose.Substitute);

    /// <summary>Gets the source of items that the user touched before.</summary>
    public static RecommendationSource History { get; } = new(nameof(History), RecommendationPurpose.Reminder);

    /// <summary>
    /// Gets the source of items that the user bought before, and for which others have come back after about this time.
    /// </summary>
    public static RecommendationSource BuyAgain { get; } = new(nameof(BuyAgain), RecommendationPurpose.Reminder);

    /// <summary>Gets the source of items that were popular in the shop within the last 24 hours.</summary>
    public static RecommendationSource PopularOfDay { get; } =
        new(nameof(PopularOfDay), RecommendationPurpose.Fallback);

    /// <summary>Gets the source of items that are popular in the shop: the last resort.</summary>
    public static RecommendationSource Popular { get; } = new(nameof(Popular), RecommendationPurpose.Fallback);

    /// <summary>Gets the name; empty for the default value, which names no source.</summary>
    public string Name => _name ?? "";

    /// <summary>Gets the purpose of the source.</summary>
    public RecommendationPurpose Purpose { get; }

    /// <summary>Determines whether another source has the same name.</summary>
    /// <param name="other">The other source.</param>
    /// <returns>True if the names are equal, whatever the purposes.</returns>
    public bool Equals(RecommendationSource other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
