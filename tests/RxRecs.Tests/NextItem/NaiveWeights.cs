using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>The weights of session-kNN as their formulas read.</summary>
internal static class NaiveWeights
{
    public static double OfPlace(SessionKnnOptions options, int place, int length) => options.VisitWeight switch
    {
        PositionWeight.Inverse => (double)place / length,
        PositionWeight.Linear => Math.Max(0, 1 - (.1 * (length - place))),
        PositionWeight.Logarithmic => 1 / Math.Log10(length - place + 1.7),
        PositionWeight.Quadratic => Math.Pow((double)place / length, 2),
        PositionWeight.Exponential => Math.Exp((place - length) / options.VisitRange),
        _ => 1,
    };

    public static double OfStep(SessionKnnOptions options, int step) => options.MatchWeight switch
    {
        PositionWeight.Inverse => 1d / step,
        PositionWeight.Linear => Math.Max(0, 1 - (.1 * step)),
        PositionWeight.Logarithmic => 1 / Math.Log10(step + 1.7),
        PositionWeight.Quadratic => Math.Pow(step, -2),
        PositionWeight.Exponential => Math.Exp(-(step - 1) / options.MatchRange),
        _ => 1,
    };

    public static double Rarity(SessionKnnOptions options, int sessions, int holders)
    {
        var rarity = options.RarityWeight * Math.Log((sessions + 1d) / (holders + 1d));
        return options.RarityWeight == 0 ? 1 : !options.RarityAlone ? 1 + rarity : rarity > 0 ? rarity : 1;
    }
}
