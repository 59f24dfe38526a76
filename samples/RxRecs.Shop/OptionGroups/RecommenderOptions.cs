using System.CommandLine;
using RxRecs.Recommenders;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The options of <c>recommend</c> and <c>evaluate</c>: the parts of a list of recommendations.</summary>
internal sealed class RecommenderOptions
{
    private static readonly Dictionary<string, RecommendationSource> Names = new(StringComparer.Ordinal)
    {
        ["cart"] = RecommendationSource.OpenCart,
        ["history"] = RecommendationSource.History,
        ["next"] = RecommendationSource.NextItem,
        ["similar"] = RecommendationSource.SimilarItems,
        ["content"] = RecommendationSource.Content,
        ["bought-together"] = RecommendationSource.BoughtTogether,
        ["trending-brand"] = RecommendationSource.TrendingBrand,
        ["trending"] = RecommendationSource.Trending,
        ["buy-again"] = RecommendationSource.BuyAgain,
        ["popular-of-day"] = RecommendationSource.PopularOfDay,
        ["popular"] = RecommendationSource.Popular,
        [ModelOptions.Table] = ModelOptions.SourceOf(ModelOptions.Table),
        [ModelOptions.Vectors] = ModelOptions.SourceOf(ModelOptions.Vectors),
    };

    private readonly ModelOptions _models = new();
    private readonly TrendOptions _trend = new(TrendOptions.ScoresFrom("trending"));
    private readonly Option<IReadOnlyList<GivenRule>?> _sources = Rules(
        "--sources",
        "Where items come from, best first, each with at most how many items, and with its weight where lists are not"
        + " one after the other. [default: cart,history,next,similar,trending-brand,trending,popular, and table and"
        + " vectors where they are given; buy-again, popular-of-day, bought-together and content, too]",
        "NAME[:N][*X],…");

    private readonly Option<IReadOnlyList<GivenRule>?> _fallbacks = Rules(
        "--fallback", "The sources for an unknown user, or none. [default: trending,popular]", "NAME[:N],…");

    private readonly Option<string> _merge = ShopOption.Choice(
        "--merge",
        "How the sources become one list; with --sources one after the other unless given.",
        "blend",
        "priority",
        "reciprocal-rank");

    private readonly Option<int> _history = ShopOption.Count(
        "--history-items", 50, "How many of a user's last distinct items are remembered.", most: 10_000);
    private readonly Option<int> _similar = ShopOption.Count(
        "--similar-last", 5, "How many of them tell who is similar.", most: 1000);
    private readonly Option<int> _brands = ShopOption.Count(
        "--recent-brands", 50, "How many of a user's last brands count.", most: 10_000);
    private readonly Option<bool> _bought = ShopOption.Flag(
        "--include-bought", "Recommend what the user has bought, too.");
    private readonly Option<bool> _removed = ShopOption.Flag(
        "--include-removed", "Recommend what the user took out of the cart, too.");
    private readonly Option<bool> _seen = ShopOption.Flag(
        "--exclude-seen", "Leave out what the user has seen, but for cart and history.");
    private readonly Option<string[]> _onlyBrands = ShopOption.List(
        "--brand", "BRAND,…", "Only items of these brands.");
    private readonly Option<string[]> _onlyCategories = ShopOption.List(
        "--category", "PATH,…", "Only items of these categories and those below.");
    private readonly Option<Id[]> _excluded = ShopOption.Ids("--exclude", "Never these items.");
    private readonly Option<double> _lowest = ShopOption.Number("--min-price", 0, "Only items from this price on.");
    private readonly Option<double> _highest = ShopOption.Number("--max-price", 1e9, "Only items up to this price.");
    private readonly Option<double> _popular = ShopOption.Number(
        "--min-popularity", 0, "Only items that were bought or carted so often.");
    private readonly Option<int> _perBrand = ShopOption.Count(
        "--max-per-brand", 1_000, "At most so many items of one brand in a list.", most: 1_000);
    private readonly Option<int> _perCategory = ShopOption.Count(
        "--max-per-category", 1_000, "At most so many items of one category in a list.", most: 1_000);
    private readonly Option<int> _levels = ShopOption.Count(
        "--category-levels", 20, "With --max-per-category: so many levels of the path make a category.", most: 20);
    private readonly Option<double> _diversity = ShopOption.Number(
        "--diversity",
        0,
        "Puts items unlike each other first: 0 not at all, 1 at any price (1 - lambda of maximal marginal relevance).",
        most: 1);

    /// <summary>Gives every name of a source.</summary>
    public static IEnumerable<string> SourceNames => Names.Keys;

    public Option[] All =>
    [
        _sources, _fallbacks, _merge, _history, _similar, _brands, _bought, _removed, _seen,
        _onlyBrands, _onlyCategories, _excluded, _lowest, _highest, _popular,
        _perBrand, _perCategory, _levels, _diversity, .. _models.All, .. _trend.All,
    ];

    /// <summary>The options of the shop's list without what was made elsewhere.</summary>
    public IEnumerable<Option> OfShop => All.Except(_models.All);

    public ShopRecommenderOptions Create(ShopRun run)
    {
        var usual = new ShopRecommenderOptions { Buckets = _trend.Buckets(run) };
        CandidateRule[] rules = [.. usual.Sources, .. _models.Rules(run)];
        if (ModelOptions.Names.Except(ModelNames(run)).FirstOrDefault(name => IsNamed(run, name)) is { } missing)
        {
            throw new UsageException(
                $"The source {missing} is of a file: give it with {ModelOptions.OptionOf(missing)} FILE.");
        }

        var options = usual with
        {
            BucketSize = _trend.Bucket(run),
            KindWeights = _trend.Weights(run),
            TrendScore = _trend.Score(run),
            TrendRanking = _trend.Ranking(run, usual.TrendRanking.Top),
            Similar = new SimilarItemsOptions { LastCount = run.Get(_similar) },
            HistoryCount = run.Get(_history),
            RecentBrands = run.Get(_brands),
            Sources = Weighted(run.Get(_sources), rules, Merge(run)) ?? rules,
            Fallbacks = run.Get(_fallbacks)?.Select(static each => each.Rule).ToArray() ?? usual.Fallbacks,
            Merge = Merge(run),
            ExcludeBought = !run.Get(_bought),
            ExcludeRemoved = !run.Get(_removed),
            ExcludeSeen = run.Get(_seen),
            Filter = Filter(run),
            MaxPerBrand = run.IsGiven(_perBrand) ? run.Get(_perBrand) : null,
            MaxPerCategory = run.IsGiven(_perCategory) ? run.Get(_perCategory) : null,
            CategoryLevels = Levels(run),
            DiversityLambda = run.IsGiven(_diversity) ? 1 - run.Get(_diversity) : null,
        };
        RefuseIdle(run, [.. options.Sources.Concat(options.Fallbacks).Select(static rule => rule.Source)]);
        return options;
    }

    /// <summary>Refuses what has no effect on the recommenders that are compared.</summary>
    public void RefuseIdle(ShopRun run, string[] recommenders)
    {
        var withShop = Array.Exists(recommenders, KnownRecommenders.TakesShop);
        if (!withShop)
        {
            IdleOptions.Refuse(run, $"unless --recommenders names {KnownRecommenders.Shop}", OfShop);
        }

        var idle = ModelNames(run).FirstOrDefault(name =>
            !Array.Exists(recommenders, each => KnownRecommenders.Takes(each, name))
            && !(withShop && (!run.IsGiven(_sources) || IsNamed(run, name))));
        if (idle is not null)
        {
            throw new UsageException(
                $"{ModelOptions.OptionOf(idle)} has no effect unless --recommenders or --sources names {idle}.");
        }
    }

    /// <summary>Refuses the options of sources that are not asked.</summary>
    private void RefuseIdle(ShopRun run, HashSet<RecommendationSource> sources)
    {
        (string Names, RecommendationSource[] Sources, Option[] Options)[] parts =
        [
            ("similar", [RecommendationSource.SimilarItems], [_similar]),
            ("trending-brand", [RecommendationSource.TrendingBrand], [_brands]),
            (
                "trending or trending-brand",
                [RecommendationSource.Trending, RecommendationSource.TrendingBrand],
                [.. _trend.OfTrendsAlone]),
        ];
        foreach (var (names, needed, options) in parts.Where(part => !sources.Overlaps(part.Sources)))
        {
            IdleOptions.Refuse(run, $"unless --sources or --fallback names {names}", options);
        }
    }

    /// <summary>Tells which tables and vectors are given, by their names.</summary>
    public string[] ModelNames(ShopRun run) => _models.Given(run);

    /// <summary>Reads the table of neighbors and the vectors that are given.</summary>
    public GivenModels Models(ShopRun run) => _models.Read(run);

    /// <summary>The same for the shop's list alone, of which they have to be sources.</summary>
    public GivenModels ModelsOfShop(ShopRun run) =>
        run.IsGiven(_sources) && Array.Find(ModelNames(run), name => !IsNamed(run, name)) is { } useless
            ? throw new UsageException(
                $"{ModelOptions.OptionOf(useless)} has no effect unless --sources names {useless}.")
            : Models(run);

    /// <summary>Says that no source is of a purpose, and which would be; null where one is.</summary>
    public static string? SayUnserved(ShopRecommenderOptions shop, RecommendationPurpose? purpose)
    {
        if (purpose is not { } asked
            || shop.Sources.Concat(shop.Fallbacks).Any(rule => rule.Source.Purpose == asked))
        {
            return null;
        }

        var names = Names.Where(each => each.Value.Purpose == asked).Select(static each => each.Key)
            .Except(ModelOptions.Names);
        return $"No source in use is for the purpose {asked.ToString().ToLowerInvariant()}, so that nothing can be "
            + $"recommended; --sources with {string.Join(", ", names)} gives such items.";
    }

    private int? Levels(ShopRun run)
    {
        if (run.IsGiven(_levels) && !run.IsGiven(_perCategory))
        {
            throw new UsageException($"{_levels.Name} has no effect without {_perCategory.Name}.");
        }

        return run.IsGiven(_levels) ? run.Get(_levels) : null;
    }

    /// <summary>Makes the filters of items that nobody is to get.</summary>
    public ICandidateFilter<Id, Id>[] Filters(ShopRun run) => run.IsGiven(_excluded)
        ? [CandidateFilters.Exclude<Id, Id>(run.Get(_excluded).ToHashSet())]
        : [];

    private bool IsNamed(ShopRun run, string model) => (run.Get(_sources) ?? []).Concat(run.Get(_fallbacks) ?? [])
        .Any(each => each.Rule.Source == ModelOptions.SourceOf(model));

    /// <summary>A list that is given is in order of priority; the usual one is blended.</summary>
    private CandidateMerge Merge(ShopRun run) => run.Get(_merge) switch
    {
        "blend" when run.IsGiven(_merge) || !run.IsGiven(_sources) => CandidateMerge.Blend,
        "reciprocal-rank" => CandidateMerge.ReciprocalRank,
        _ => CandidateMerge.Priority,
    };

    /// <summary>Gives the sources of a blend their usual weights, where no others are given.</summary>
    private static CandidateRule[]? Weighted(
        IReadOnlyList<GivenRule>? given, IReadOnlyList<CandidateRule> usual, CandidateMerge merge)
    {
        if (merge == CandidateMerge.Priority && given?.FirstOrDefault(static each => each.Weight > 0) is { } useless)
        {
            throw new UsageException(
                $"The weight of {useless.Name} has no effect where sources come one after the other: "
                    + "say --merge blend.");
        }

        var isBlend = merge == CandidateMerge.Blend;
        return given?.Select(one => one.Rule with
        {
            Weight = one.Weight
                ?? (isBlend ? usual.FirstOrDefault(each => each.Source == one.Rule.Source)?.Weight : null) ?? 1,
        }).ToArray();
    }

    private ItemFilter Filter(ShopRun run)
    {
        if (run.IsGiven(_highest) && run.Get(_highest) < run.Get(_lowest))
        {
            throw new UsageException(
                $"--max-price: no price is up to {run.Get(_highest)} and from {run.Get(_lowest)} on.");
        }

        return new()
        {
            CategoryPaths = run.IsGiven(_onlyCategories) ? run.Get(_onlyCategories) : null,
            Brands = run.IsGiven(_onlyBrands) ? run.Get(_onlyBrands).ToHashSet() : null,
            MinPrice = run.IsGiven(_lowest) ? (decimal)run.Get(_lowest) : null,
            MaxPrice = run.IsGiven(_highest) ? (decimal)run.Get(_highest) : null,
            MinCount = run.Get(_popular),
        };
    }

    private static Option<IReadOnlyList<GivenRule>?> Rules(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result =>
        {
            var rules = new List<GivenRule>();
            var parts = result.Tokens.SelectMany(token => token.Value.Split(','));
            foreach (var part in parts.Where(part => part != "none"))
            {
                var takesWeights = help.Contains('*', StringComparison.Ordinal);
                var rule = GivenRule.Parse(part, Names, out var problem);
                if (rule is null || rules.Exists(each => each.Name == rule.Name)
                    || (rule.Weight is not null && !takesWeights))
                {
                    var form = takesWeights ? "with :N or *WEIGHT" : "with :N";
                    problem ??= $"is not one of {string.Join(", ", Names.Keys)}, each once, perhaps {form}.";
                    result.AddError($"{name}: '{part}' {problem}");
                    return null;
                }

                rules.Add(rule);
            }

            return rules;
        },
    };
}
