using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>Checks of what every kernel promises, however it scores.</summary>
internal static class KernelChecks
{
    /// <summary>
    /// Tells whether a kernel gives the scores that are expected, to 1e-12, and parts that add up to each of them; and
    /// multiplies no sum with more than its greatest factor.
    /// </summary>
    public static bool Agrees(
        SessionIndex<string> index, VisitQuery query, INextItemKernel kernel, Dictionary<string, double> expected)
    {
        kernel.Run(index, query);
        var greatest = query.Scores.Sums.ToArray().Select(sum => sum * kernel.GreatestFactor(index, query)).ToArray();
        kernel.Score(index, query);
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < query.Scores.Count; i++)
        {
            if (query.Scores.Sums[i] > 0)
            {
                scores.Add(index.ItemAt(query.Scores.Keys[i]), query.Scores.Sums[i]);
            }
        }

        return scores.Count == expected.Count
            && greatest.Zip(query.Scores.Sums.ToArray()).All(each => each.Second <= each.First * (1 + 1e-12))
            && expected.All(pair => IsNear(scores[pair.Key], pair.Value))
            && scores.All(pair => Explained(index, query, kernel, pair.Key, pair.Value));
    }

    private static bool Explained(
        SessionIndex<string> index, VisitQuery query, INextItemKernel kernel, string item, double score)
    {
        var parts = new List<ScorePart>();
        kernel.Explain(index, query, index.Find(item), parts);
        return IsNear(parts.Sum(each => each.Value), score) && parts.TrueForAll(each => each.Value > 0);
    }

    private static bool IsNear(double x, double y) => Math.Abs(x - y) <= 1e-12 * Math.Max(1, y);
}
