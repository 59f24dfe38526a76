using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>The pair kernel as its formula reads.</summary>
internal sealed class NaivePairKernel(int[][] sessions, int[] visit, SessionIndexLimits limits, int lastItems)
{
    private readonly int[] _last = visit[Math.Max(0, visit.Length - lastItems)..];

    public Dictionary<string, double> Scores(PairKernelOptions options)
    {
        var u = _last;
        var length = u.Length;
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var n in Enumerable.Range(0, sessions.Length))
        {
            var items = Head(sessions[n]);
            var shared = u.Distinct().Where(i => Newest(i).Contains(n)).ToArray();
            if (shared.Length == 0)
            {
                continue;
            }

            var similarity = shared.Sum(i => W(i) / Math.Pow(Count(i) + 20, options.SharedItemPower))
                / u.Distinct().Count() / Math.Pow(items.Length, options.LengthPower)
                * (options.SessionRange > 0 ? Math.Exp(-(sessions.Length - n) / options.SessionRange) : 1);
            for (var a = 0; a < items.Length; a++)
            {
                for (var q = 0; q < items.Length && u.Contains(items[a]); q++)
                {
                    var lag = length - 1 - Array.LastIndexOf(u, items[a]);
                    var j = "i" + items[q];
                    scores[j] = scores.GetValueOrDefault(j) + (similarity * W(items[a]) * G(options, q - a, lag));
                }
            }
        }

        double W(int i) => Math.Exp(-(length - 1 - Array.LastIndexOf(u, i)) / options.QueryRange);
        return scores.ToDictionary(pair => pair.Key, pair => pair.Value * Factor(options, int.Parse(pair.Key[1..]), u));
    }

    public Dictionary<string, double> Blend(params (PairKernelOptions Options, double Weight)[] parts)
    {
        var blend = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (options, weight) in parts)
        {
            var scores = Scores(options);
            foreach (var (item, score) in scores)
            {
                blend[item] = blend.GetValueOrDefault(item) + (weight * score / scores.Values.Max());
            }
        }

        return blend;
    }

    private static double G(PairKernelOptions options, int distance, int lag)
    {
        if (distance == 0)
        {
            return options.SelfWeight;
        }

        if (distance > 0 && options.LagPenalty > 0)
        {
            var e = distance - 1 - lag;
            return Math.Exp(e >= 0 ? -e / options.ForwardRange : e * options.LagPenalty / options.ForwardRange);
        }

        var power = distance > 0 ? options.ForwardPower : options.BackwardPower;
        var d = Math.Abs(distance);
        var form = power > 0 ? Math.Pow(d, -power) : Math.Exp(-(d - 1) / options.ForwardRange);
        return distance > 0 ? form : options.BackwardWeight * form;
    }

    private double Factor(PairKernelOptions options, int j, int[] u)
    {
        var factor = (1 + (options.RarityWeight * Math.Log(
            (sessions.Length + 1d) / (Count(j) + 1d)))) / Math.Pow(Count(j) + 20, options.RecommendedItemPower);
        if (!u.Contains(j))
        {
            return factor;
        }

        factor *= options.VisitedItemWeight;
        if (u[^1] != j)
        {
            factor *= u.Last(each => each != u[^1]) == j ? options.PreviousItemWeight : 1;
            return factor / Math.Pow(u.Count(each => each == j), options.RevisitedItemPower);
        }

        factor *= options.CurrentItemWeight * (u.Length == 1 ? options.SingleItemWeight : 1);
        return factor * (u.Length > 1 && u[^2] == j ? options.RepeatedItemWeight : 1);
    }

    private int[] Head(int[] session) => [.. session.Take(limits.MaxLength)];

    private int Count(int item) => sessions.Count(each => Head(each).Contains(item));

    private HashSet<int> Newest(int item) =>
    [
        .. Enumerable.Range(0, sessions.Length).Where(n => Head(sessions[n]).Contains(item))
            .Reverse().Take(limits.PostingsPerItem),
    ];
}
