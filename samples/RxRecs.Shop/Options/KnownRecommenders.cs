using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>The recommenders that <c>evaluate</c> knows by name.</summary>
/// <param name="shop">What the shop's own list is made of.</param>
/// <param name="filters">What its items must pass.</param>
/// <param name="nextItems">What next items are learned from.</param>
internal sealed class KnownRecommenders(
    ShopRecommenderOptions shop, ICandidateFilter<Id, Id>[] filters, NextItemOptions nextItems)
{
    /// <summary>Every name, the usual ones first.</summary>
    public static string[] Names { get; } =
    [
        "next-item", "shop", "successors", "recent", "popular-of-day", "popular",
        "sharp", "wide", "long-browse", "joint", "onward", "returning",
        "v-sknn", "vmis-knn", "stan", "vstan",
        .. ItemMeasures.Names,
    ];

    /// <summary>The names that are compared unless others are given.</summary>
    public static string[] Usual => Names[..6];

    /// <summary>Makes a recommender that has learned nothing.</summary>
    public IRecommender<Interaction, Id, Id> Create(string name) => name switch
    {
        "next-item" => new NextItemRecommender(nextItems),
        "shop" => new ShopRecommender(shop, filters: filters),
        "successors" => Baselines.Successors(nextItems.Sessions),
        "recent" => Baselines.RecentItems(nextItems.Sessions),
        "popular-of-day" => Baselines.PopularOfDay(),
        "popular" => new PopularityRecommender(
            popularity: new KindWeights { View = 1, Cart = 1, Purchase = 1 }),
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
        _ when ItemMeasures.Names.Contains(name) => ItemMeasures.Create(name, nextItems.Sessions),
        _ => throw new UsageException($"'{name}' is not one of {string.Join(", ", Names)}."),
    };

    /// <summary>Makes a recommender that is behind by a span of event time.</summary>
    public IRecommender<Interaction, Id, Id> Create(string name, TimeSpan delay) =>
        Baselines.Delayed(Create(name), delay, nextItems.Sessions);

    private NextItemRecommender Pair(PairKernelOptions kernel) => new(nextItems with { Kernel = kernel, SessionKnn = null });

    private NextItemRecommender Knn(SessionKnnOptions knn) => new(nextItems with { Kernel = null, SessionKnn = knn });
}
