using RxRecs.Recommenders;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Tuning;

/// <summary>Draws options of a recommender: the usual ones first, then any that make sense, by a seed.</summary>
/// <param name="recommender">The recommender's name.</param>
/// <param name="seed">What the draws depend on.</param>
internal sealed class SearchSpace(string recommender, ulong seed)
{
    private readonly Dice _dice = new(Dice.Mix(seed, 0x7475_6e65));
    private bool _hasDrawn;

    /// <summary>Every recommender that can be tuned.</summary>
    public static string[] Names { get; } = ["pair", "v-sknn", "vmis-knn", "stan", "vstan"];

    /// <summary>Draws the options of the next trial.</summary>
    public NextItemOptions Next()
    {
        var isUsual = !_hasDrawn;
        _hasDrawn = true;
        return recommender switch
        {
            "pair" when isUsual => new() { Kernel = PairKernelOptions.LongBrowse },
            "pair" => new() { Kernel = Pair(), LastItems = LastItems() },
            _ when isUsual => new() { SessionKnn = Usual() },
            _ => new() { SessionKnn = Knn(Usual()), LastItems = LastItems() },
        };
    }

    private SessionKnnOptions Usual() => recommender switch
    {
        "v-sknn" => SessionKnnOptions.VSknn,
        "vmis-knn" => SessionKnnOptions.VmisKnn,
        "stan" => SessionKnnOptions.Stan,
        _ => SessionKnnOptions.Vstan,
    };

    private SessionKnnOptions Knn(SessionKnnOptions usual)
    {
        var options = usual with
        {
            Name = $"{usual.Name} tuned",
            Neighbors = OneOf(50, 100, 250, 500, 1_000, 1_500),
            Sessions = OneOf(500, 1_000, 2_500, 5_000, 10_000),
        };
        options = usual.VisitWeight == PositionWeight.Exponential
            ? options with
            {
                VisitRange = Between(.3, 8),
                SessionRange = TimeSpan.FromDays(OneOf(2, 5, 10, 20, 40, 80, 100)),
                DistanceRange = Between(.4, 8),
            }
            : options with { VisitWeight = AnyWeight(), MatchWeight = AnyWeight() };
        return usual.Name switch
        {
            "vmis-knn" or "stan" => options,
            "vstan" => options with
            {
                Cosine = _dice.Happens(.5),
                MatchRange = Between(.4, 8),
                RarityWeight = OneOf(0, 1, 2, 5, 10),
            },
            _ => options with { RarityWeight = OneOf(0, 1, 2, 5, 10) },
        };
    }

    private PairKernelOptions Pair() => new()
    {
        Name = "pair tuned",
        QueryRange = Between(.5, 5),
        ForwardRange = Between(1, 4),
        BackwardPower = OneOf(0, .5, 1),
        BackwardWeight = Between(.2, 1),
        SelfWeight = Between(.03, .6),
        LagPenalty = OneOf(0, .5, 1),
        LengthPower = OneOf(0, .2, .35, .5),
        RarityWeight = OneOf(0, 1, 2, 4),
        SessionRange = Between(10_000, 300_000),
        VisitedItemWeight = Between(.8, 2),
        CurrentItemWeight = Between(.4, 1.2),
        RepeatedItemWeight = Between(1, 6),
        SingleItemWeight = Between(.7, 3),
        PreviousItemWeight = Between(.6, 1.2),
        RevisitedItemPower = OneOf(0, .2, .45, .75),
        SharedItemPower = OneOf(.7, .8, .9, 1, 1.2),
        RecommendedItemPower = OneOf(0, .1, .2, .3),
    };

    private int LastItems() => OneOf(3, 5, 10, 20);

    private PositionWeight AnyWeight() => OneOf(
        PositionWeight.Same,
        PositionWeight.Inverse,
        PositionWeight.Linear,
        PositionWeight.Logarithmic,
        PositionWeight.Quadratic);

    private T OneOf<T>(params ReadOnlySpan<T> values) => values[_dice.Next(0, values.Length)];

    /// <summary>A number, every order of magnitude alike, to three digits.</summary>
    private double Between(double from, double to)
    {
        var value = from * Math.Pow(to / from, _dice.NextUnit());
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return (double)((decimal)Math.Round(value / unit) * (decimal)unit);
    }
}
