using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The recommenders that <c>evaluate</c> knows by name.</summary>
/// <param name="shop">What the shop's own list is made of.</param>
/// <param name="filters">What its items must pass.</param>
/// <param name="nextItems">What next items are learned from.</param>
/// <param name="models">The table of neighbors and the vectors, where they are given.</param>
/// <param name="popularity">The weight of each kind in what is popular; null for 1 each and 0 for removals.</param>
internal sealed class KnownRecommenders(
    ShopRecommenderOptions shop,
    ICandidateFilter<Id, Id>[] filters,
    NextItemOptions nextItems,
    GivenModels models,
    KindWeights? popularity = null)
{
    /// <summary>The name of the shop's own list.</summary>
    public const string Shop = "shop";

    /// <summary>The name of what followed the last item of the visit.</summary>
    public const string Successors = "successors";

    /// <summary>The name of what is popular within a day.</summary>
    public const string PopularOfDay = "popular-of-day";

    /// <summary>The name of what is popular at all.</summary>
    public const string Popular = "popular";

    /// <summary>Every name, the usual ones first.</summary>
    public static string[] Names { get; } =
    [
        "next-item", Shop, Successors, "recent", PopularOfDay, Popular,
        "sharp", "wide", "long-browse", "joint", "onward", "returning",
        "v-sknn", "vmis-knn", "stan", "vstan",
        .. ItemMeasures.Names,
        "users",
        .. ModelOptions.Names,
    ];

    /// <summary>The names that are compared unless others are given.</summary>
    public static string[] Usual => Names[..6];

    /// <summary>The names that are compared by event and by session unless others are given.</summary>
    public static string[] UsualOfUsers { get; } = [Shop, Successors, PopularOfDay, Popular];

    /// <summary>The names that are in every table, so that the others can be seen against them.</summary>
    public static string[] Baselines { get; } = [Successors, PopularOfDay];

    /// <summary>The names whose lists depend on the options of next items.</summary>
    public static string[] OfNextItemOptions { get; } = [Names[0], .. Names[6..16], .. ModelOptions.Names];

    /// <summary>Tells whether a recommender, or a part of a blend, depends on the options of next items.</summary>
    public static bool TakesNextItemOptions(string name) => Parts(name).Any(OfNextItemOptions.Contains);

    /// <summary>Tells whether a recommender is over a table or vectors that are given.</summary>
    public static bool Takes(string name, string model) => Parts(name).Contains(model);

    /// <summary>Tells whether a recommender, or a part of a blend, is the shop's own list.</summary>
    public static bool TakesShop(string name) => Parts(name).Contains(Shop);

    /// <summary>
    /// Finds the first part of a name that is not known, or that is there twice; null where there is none.
    /// </summary>
    public static string? Unknown(string name)
    {
        var parts = Parts(name);
        return Array.Find(parts, static part => !Names.Contains(part))
            ?? (parts.Distinct().Count() < parts.Length ? name : null);
    }

    /// <summary>
    /// Makes a recommender that has learned nothing. Names with <c>+</c> between them are a blend: of the first one,
    /// and half as much of each other.
    /// </summary>
    public IRecommender<Interaction, Id, Id> Create(string name) => Parts(name) is { Length: > 1 } parts
        ? new BlendRecommender<Interaction, Id, Id>(
            [.. parts.Select((part, place) => (One(part), place == 0 ? 1 : 0.5))])
        : One(name);

    /// <summary>Makes a recommender that is behind by a span of event time.</summary>
    public IRecommender<Interaction, Id, Id> Create(string name, TimeSpan delay) =>
        Recommenders.Baselines.Delayed(Create(name), delay, nextItems.Sessions);

    private static string[] Parts(string name) => name.Split('+');

    private IRecommender<Interaction, Id, Id> One(string name) => name switch
    {
        "next-item" => new NextItemRecommender(nextItems),
        Shop => new ShopWithModels(shop, models, filters),
        Successors => Recommenders.Baselines.Successors(nextItems.Sessions),
        "recent" => Recommenders.Baselines.RecentItems(nextItems.Sessions),
        PopularOfDay => Recommenders.Baselines.PopularOfDay(),
        Popular => new PopularityRecommender(
            popularity: popularity ?? new KindWeights { View = 1, Cart = 1, Purchase = 1 }),
        "sharp" => Pair(PairKernelOptions.Sharp),
        "wide" => Pair(PairKernelOptions.Wide),
        "long-browse" => Pair(PairKernelOptions.LongBrowse),
        "joint" => Pair(PairKernelOptions.Joint),
        "onward" => Pair(PairKernelOptions.Onward),
        "returning" => Pair(PairKernelOptions.Returning),
        "v-sknn" => Knn(SessionKnnOptions.VSknn),
        "vmis-knn" => Knn(SessionKnnOptions.VmisKnn),
        "stan" => Knn(SessionKnnOptions.Stan),
        "vstan" => Knn(SessionKnnOptions.Vstan),
        _ when ModelOptions.Names.Contains(name) => new ItemModelRecommender(
            models.Of(name),
            new() { Sessions = nextItems.Sessions, RecommendCurrentItem = nextItems.RecommendCurrentItem }),
        "users" => new SimilarItemsRecommender(),
        _ when ItemMeasures.Names.Contains(name) => ItemMeasures.Create(name, nextItems.Sessions),
        _ => throw new UsageException($"'{name}' is not one of {string.Join(", ", Names)}."),
    };

    private NextItemRecommender Pair(PairKernelOptions kernel) =>
        new(nextItems with { Kernel = kernel, SessionKnn = null });

    private NextItemRecommender Knn(SessionKnnOptions knn) => new(nextItems with { Kernel = null, SessionKnn = knn });
}
