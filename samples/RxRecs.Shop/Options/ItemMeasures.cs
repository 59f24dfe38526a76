using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>The ways to score what goes with an item that the console knows by name.</summary>
internal static class ItemMeasures
{
    /// <summary>Every name.</summary>
    public static string[] Names { get; } =
    [
        "cosine", "jaccard", "lift", "llr", "together", "bought-together", "association-rules", "sequential-rules",
        "item-cf", "content",
    ];

    /// <summary>Makes a recommender that has learned nothing.</summary>
    /// <param name="name">One of the names.</param>
    /// <param name="sessions">Which events make one visit.</param>
    public static IRecommender<Interaction, Id, Id> Create(string name, SessionOptions sessions) => name switch
    {
        "content" => ContentBased.Recommender(),
        "item-cf" => ItemToItem.OfUsers(),
        _ => ItemToItem.Recommender(Options(name) with { Sessions = sessions }),
    };

    private static ItemToItemOptions Options(string name) => name switch
    {
        "jaccard" => new() { Measure = ItemMeasure.Jaccard },
        "lift" => new() { Measure = ItemMeasure.Lift },
        "llr" => new() { Measure = ItemMeasure.LogLikelihood },
        "together" => new() { Measure = ItemMeasure.Together },
        "bought-together" => ItemToItemOptions.BoughtTogether,
        "association-rules" => ItemToItemOptions.AssociationRules,
        "sequential-rules" => ItemToItemOptions.SequentialRules,
        _ => new() { Measure = ItemMeasure.Cosine },
    };
}
