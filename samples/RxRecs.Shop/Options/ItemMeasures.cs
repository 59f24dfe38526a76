using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>The ways to score what goes with an item that the console knows by name.</summary>
internal static class ItemMeasures
{
    /// <summary>Every name.</summary>
    public static string[] Names { get; } =
    [
        "cosine", "jaccard", "lift", "llr", "together", "bought-together", "association-rules", "sequential-rules",
        "otto-clicks", "otto-carts", "otto-buys", "otto-answer", "view-to-purchase", "item-cf", "tencentrec",
        "tencentrec-window", "tencentrec-visits", "cco", "cco-sampled", "content",
    ];

    /// <summary>The names whose kinds of events can be told; the others are over their own.</summary>
    public static string[] OfAnyKinds => Names[..8];

    /// <summary>Makes a recommender that has learned nothing.</summary>
    /// <param name="name">One of the names.</param>
    /// <param name="sessions">Which events make one visit.</param>
    /// <param name="from">The kinds of the items that are asked about; null for the usual ones.</param>
    /// <param name="to">The kinds of the items that are found; null for the usual ones.</param>
    public static IRecommender<Interaction, Id, Id> Create(
        string name,
        SessionOptions sessions,
        IReadOnlySet<InteractionKind>? from = null,
        IReadOnlySet<InteractionKind>? to = null) => name switch
        {
            "content" => ContentBased.Recommender(),
            "item-cf" => ItemToItem.OfUsers(),
            "tencentrec" => ItemToItem.OfUsers(ItemToItemOptions.TencentRec),
            "tencentrec-window" => ItemToItem.OfUsers(ItemToItemOptions.TencentRecWindow),
            "tencentrec-visits" => ItemToItem.Recommender(ItemToItemOptions.TencentRec),
            "cco" => OfAllKinds(Purchases),
            "cco-sampled" => OfAllKinds(static kind => Purchases(kind) with
            {
                Sample = new(),
                RescoreTouchedRows = true,
            }),
            "otto-answer" => new ChainRecommender<Interaction, Id, Id>(
                Baselines.RecentItems(ItemToItemOptions.OttoClicks.Sessions),
                ItemToItem.Recommender(ItemToItemOptions.OttoClicks)),
            "otto-clicks" => ItemToItem.Recommender(ItemToItemOptions.OttoClicks),
            "otto-carts" => ItemToItem.Recommender(ItemToItemOptions.OttoCarts),
            "otto-buys" => ItemToItem.Recommender(ItemToItemOptions.OttoBuys),
            _ => ItemToItem.Recommender(WithKinds(Options(name) with { Sessions = sessions }, from, to)),
        };

    private static InteractionKind[] ShopKinds { get; } =
        [InteractionKind.View, InteractionKind.Cart, InteractionKind.Purchase];

    private static BlendRecommender<Interaction, Id, Id> OfAllKinds(Func<InteractionKind, ItemToItemOptions> options) =>
        new([.. ShopKinds.Select(kind => (ItemToItem.OfUsers(options(kind)), 1.0))]);

    private static ItemToItemOptions Purchases(InteractionKind from) =>
        ItemToItemOptions.CrossOccurrence(from, InteractionKind.Purchase);

    private static ItemToItemOptions WithKinds(
        ItemToItemOptions options, IReadOnlySet<InteractionKind>? from, IReadOnlySet<InteractionKind>? to) =>
        options with { From = from ?? options.From, To = to ?? options.To };

    private static ItemToItemOptions Options(string name) => name switch
    {
        "jaccard" => new() { Measure = ItemMeasure.Jaccard },
        "lift" => new() { Measure = ItemMeasure.Lift },
        "llr" => new() { Measure = ItemMeasure.LogLikelihood },
        "together" => new() { Measure = ItemMeasure.Together },
        "view-to-purchase" => new()
        {
            Measure = ItemMeasure.LogLikelihood,
            From = new HashSet<InteractionKind> { InteractionKind.View },
            To = new HashSet<InteractionKind> { InteractionKind.Purchase },
        },
        "bought-together" => ItemToItemOptions.BoughtTogether,
        "association-rules" => ItemToItemOptions.AssociationRules,
        "sequential-rules" => ItemToItemOptions.SequentialRules,
        _ => new() { Measure = ItemMeasure.Cosine },
    };
}
