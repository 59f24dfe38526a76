using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    private delegate double Metric(
        ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, int k, IEqualityComparer<int>? comparer);

    private static readonly Arbitrary<(int[] List, int[] Relevant, int K)> Cases =
        (from list in Gen.Choose(0, 9).ArrayOf()
         from relevant in Gen.Choose(0, 9).ArrayOf()
         from k in Gen.Choose(1, 12)
         select (list, relevant, k)).ToArbitrary();

    private static readonly Metric[] All =
    [
        RankingMetrics.Precision, RankingMetrics.PrecisionAtK, RankingMetrics.Recall, RankingMetrics.HitRate,
        RankingMetrics.ReciprocalRank, RankingMetrics.MeanReciprocalPosition, RankingMetrics.Ndcg, RankingMetrics.Churn,
        RankingMetrics.AveragePrecision,
    ];

    [Test]
    public void RankingMetrics_AnyLists_AgreeWithTheDefinitions() => Prop.ForAll(Cases, one =>
    {
        var (list, relevant, k) = one;
        var top = list.Take(k).ToArray();
        var wanted = relevant.ToHashSet();
        var hits = top.Distinct().Where(wanted.Contains).ToArray();
        var positions = hits.Select(item => Array.IndexOf(top, item) + 1).ToArray();
        var ideal = Enumerable.Range(1, Math.Min(k, wanted.Count)).Sum(position => 1 / Math.Log2(position + 1));
        var gain = positions.Sum(position => 1 / Math.Log2(position + 1));
        var reciprocal = relevant.Distinct()
            .Take(k)
            .Select(item => Array.IndexOf(top, item))
            .Select(at => at < 0 ? 0 : 1.0 / (at + 1));
        Assert.That(RankingMetrics.Hits<int>(list, relevant, k), Is.EqualTo(hits.Length));
        Near(RankingMetrics.Precision<int>(list, relevant, k), Ratio(hits.Length, top.Length));
        Near(RankingMetrics.PrecisionAtK<int>(list, relevant, k), Ratio(hits.Length, k));
        Near(RankingMetrics.Recall<int>(list, relevant, k), Ratio(hits.Length, wanted.Count));
        Near(RankingMetrics.HitRate<int>(list, relevant, k), Math.Sign(hits.Length));
        Near(RankingMetrics.ReciprocalRank<int>(list, relevant, k), Ratio(1, positions.DefaultIfEmpty(0).Min()));
        Near(RankingMetrics.MeanReciprocalPosition<int>(list, relevant, k), reciprocal.DefaultIfEmpty(0).Average());
        Near(RankingMetrics.Ndcg<int>(list, relevant, k), ideal == 0 ? 0 : gain / ideal);
        var precisions = positions.Select(at => Ratio(top.Take(at).Distinct().Count(wanted.Contains), at)).Sum();
        Near(RankingMetrics.AveragePrecision<int>(list, relevant, k), Ratio(precisions, Math.Min(k, wanted.Count)));
        var pairs = from i in Enumerable.Range(0, top.Length) from j in Enumerable.Range(0, i) select (top[i], top[j]);
        Near(
            RankingMetrics.IntraListSimilarity<int>(list, (x, y) => Math.Abs(x - y), k),
            pairs.Select(pair => (double)Math.Abs(pair.Item1 - pair.Item2)).DefaultIfEmpty(0).Average());
        var union = top.Union(relevant.Take(k)).Count();
        Near(
            RankingMetrics.Churn<int>(list, relevant, k),
            union == 0 ? 0 : 1 - Ratio(top.Intersect(relevant.Take(k)).Count(), union));
    }).Holds();

    [Test]
    public void RankBiasedOverlap_AnyLists_AgreesWithTheDefinition() => Prop.ForAll(Cases, one =>
    {
        var (first, second) = (one.List.Distinct().ToArray(), one.Relevant.Distinct().ToArray());
        var depth = Math.Min(first.Length, second.Length);
        var agreements = Enumerable.Range(1, depth)
            .Select(d => Ratio(first.Take(d).Intersect(second.Take(d)).Count(), d)).ToArray();
        var expected = depth == 0
            ? Math.Max(first.Length, second.Length) == 0 ? 1 : 0
            : agreements[^1] * Math.Pow(0.9, depth)
                + (0.1 / 0.9 * agreements.Select((agreement, d) => agreement * Math.Pow(0.9, d + 1)).Sum());
        Near(RankingMetrics.RankBiasedOverlap<int>(first, second), expected);
        Near(RankingMetrics.RankBiasedOverlap<int>(first, first), 1);
    }).Holds();

    [Test]
    public void Gini_AnyExposures_IsHalfTheRelativeMeanDifference() =>
        Prop.ForAll(Gen.Choose(0, 20).ArrayOf().ToArbitrary(), exposures =>
        {
            var differences = exposures.SelectMany(x => exposures.Select(y => Math.Abs(x - y))).Sum();
            var expected = exposures.Sum() == 0 ? 0 : Ratio(differences, 2.0 * exposures.Length * exposures.Sum());
            Near(RankingMetrics.Gini(exposures.Select(each => (long)each)), expected);
        }).Holds();

    [Test]
    public void RankingMetrics_SettingsThatMakeNoSense_AreRefused()
    {
        Assert.That(
            () => RankingMetrics.RankBiasedOverlap<int>([1], [1], 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RankingMetrics.Gini([1, -1]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RankingMetrics_AnyLists_LieBetweenZeroAndOne() => Prop.ForAll(Cases, one =>
    {
        foreach (var metric in All)
        {
            Assert.That(metric(one.List, one.Relevant, one.K, null), Is.InRange(0, 1 + 1e-12));
        }
    }).Holds();

    [Test]
    public void RankingMetrics_PermutedRelevant_ChangesOnlyWhatIsDefinedByItsOrder() => Prop.ForAll(Cases, one =>
    {
        int[] permuted = [.. one.Relevant.Reverse()];
        foreach (var metric in All.Where(one => one != All[5] && one != All[7]))
        {
            Assert.That(
                metric(one.List, permuted, one.K, null), Is.EqualTo(metric(one.List, one.Relevant, one.K, null)));
        }
    }).Holds();

    [Test]
    public void RankingMetrics_PermutedListWithinK_KeepsTheSetMetrics() => Prop.ForAll(Cases, one =>
    {
        int[] permuted = [.. one.List.Take(one.K).Reverse()];
        foreach (var metric in All.Take(4))
        {
            Assert.That(
                metric(permuted, one.Relevant, one.K, null), Is.EqualTo(metric(one.List, one.Relevant, one.K, null)));
        }
    }).Holds();

    [Test]
    public void RankingMetrics_HitMovedUp_NeverLowersTheRankMetrics() => Prop.ForAll(Cases, one =>
    {
        var list = one.List.Distinct().ToArray();
        for (var at = 1; at < list.Length; at++)
        {
            if (one.Relevant.Contains(list[at]) && !one.Relevant.Contains(list[at - 1]))
            {
                int[] better = [.. list];
                (better[at - 1], better[at]) = (better[at], better[at - 1]);
                Assert.That(
                    RankingMetrics.Ndcg<int>(better, one.Relevant, one.K),
                    Is.GreaterThanOrEqualTo(RankingMetrics.Ndcg<int>(list, one.Relevant, one.K)));
                Assert.That(
                    RankingMetrics.ReciprocalRank<int>(better, one.Relevant, one.K),
                    Is.GreaterThanOrEqualTo(RankingMetrics.ReciprocalRank<int>(list, one.Relevant, one.K)));
            }
        }
    }).Holds();

    [Test]
    public void RankingMetrics_PerfectList_IsOne()
    {
        foreach (var metric in All.Take(7))
        {
            Assert.That(metric([3, 1, 2], [3, 1, 2], metric == All[5] ? 1 : 3, null), Is.EqualTo(1));
        }
    }

    [Test]
    public void RankingMetrics_WorkedExample_GivesTheTextbookFigures()
    {
        int[] list = [9, 1, 8, 2];
        int[] relevant = [1, 2, 3];
        Assert.That(RankingMetrics.Precision<int>(list, relevant, 10), Is.EqualTo(0.5));
        Assert.That(RankingMetrics.PrecisionAtK<int>(list, relevant, 10), Is.EqualTo(0.2));
        Assert.That(RankingMetrics.Recall<int>(list, relevant, 2), Is.EqualTo(1.0 / 3));
        Assert.That(RankingMetrics.ReciprocalRank<int>(list, relevant, 4), Is.EqualTo(0.5));
        Assert.That(RankingMetrics.MeanReciprocalPosition<int>(list, relevant, 4), Is.EqualTo(0.25));
        Assert.That(
            RankingMetrics.Ndcg<int>(list, relevant, 4),
            Is.EqualTo((1 / Math.Log2(3) + 1 / Math.Log2(5)) / (1 + 1 / Math.Log2(3) + 0.5)).Within(1e-15));
        Assert.That(RankingMetrics.AveragePopularity<int>(list, item => item / 10.0, 2), Is.EqualTo(0.5));
        Assert.That(RankingMetrics.Churn<int>([1, 2, 3], [3, 4, 1], 3), Is.EqualTo(0.5));
        Assert.That(RankingMetrics.Coverage(3, 12), Is.EqualTo(0.25));
    }

    [Test]
    public void RankingMetrics_NothingShownOrRelevant_IsZero()
    {
        foreach (var metric in All.Take(7))
        {
            Assert.That(metric([], [1], 3, null), Is.Zero);
            Assert.That(metric([1], [], 3, null), Is.Zero);
            Assert.That(metric([], [], 3, null), Is.Zero);
        }

        Assert.That(RankingMetrics.AveragePopularity<int>([], _ => 1, 3), Is.Zero);
        Assert.That(RankingMetrics.Coverage(0, 0), Is.Zero);
    }

    [Test]
    public void RankingMetrics_KBelowOne_IsAnError([Values(0, -1)] int k)
    {
        foreach (var metric in All)
        {
            Assert.That(() => metric([1], [1], k, null), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(
            () => RankingMetrics.AveragePopularity<int>([1], _ => 1, k),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RankingMetrics.Coverage(2, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void RankingMetrics_Comparer_DecidesWhatIsEqual() => Assert.That(
        RankingMetrics.Recall<string>(["A"], ["a", "A", "b"], 3, StringComparer.OrdinalIgnoreCase), Is.EqualTo(0.5));

    [Test]
    public void McNemar_Counts_GiveTheStatedChiSquared()
    {
        Assert.That(default(McNemar).ChiSquared, Is.Zero);
        Assert.That(new McNemar(5, 1, 1, 9).ChiSquared, Is.Zero);
        Assert.That(new McNemar(5, 10, 1, 9).ChiSquared, Is.EqualTo(64.0 / 11));
        Assert.That(new McNemar(5, 10, 1, 9).IsSignificant, Is.True);
        Assert.That(new McNemar(5, 5, 1, 9).IsSignificant, Is.False);
        Assert.That(new McNemar(5, 5, 1, 9).Count, Is.EqualTo(20));
        Assert.That(
            default(McNemar).With(true, false).With(false, false).With(true, false, -1),
            Is.EqualTo(new McNemar(0, 0, 0, 1)));
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static void Near(double actual, double expected) => Assert.That(actual, Is.EqualTo(expected).Within(1e-12));
}
