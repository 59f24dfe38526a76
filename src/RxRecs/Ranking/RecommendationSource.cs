namespace RxRecs;

/// <summary>Where a recommended item comes from.</summary>
public enum RecommendationSource
{
    /// <summary>It lies in the user's open cart.</summary>
    OpenCart,

    /// <summary>It trends, and its brand is among the user's recent ones.</summary>
    TrendingBrand,

    /// <summary>It trends in the shop.</summary>
    Trending,

    /// <summary>Users who touched the same items touched it.</summary>
    SimilarItems,

    /// <summary>The user touched it before.</summary>
    History,

    /// <summary>It is popular in the shop: the last resort.</summary>
    Popular,
}
