using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>Holds what one recommender has reached, as sums.</summary>
internal sealed class NextItemTotals<TItem>(string name, Func<TItem, TItem, double>? similarity)
    where TItem : notnull
{
    private readonly MetricTotal[] _splits = new MetricTotal[Enum.GetValues<NextItemSplit>().Length];
    private readonly Dictionary<long, Visit> _visits = [];
    private readonly Dictionary<TItem, long> _exposures = [];
    private long _lists;
    private long _fallbacks;
    private long _empty;
    private long _overlaps;
    private double _overlap;
    private long _severalItems;
    private double _similarity;
    private long _remaining;
    private double _precision;
    private double _recall;
    private double _averagePrecision;

    public void Add(NextItemResult<TItem> result, NextItemVerdict<TItem> verdict)
    {
        foreach (var split in SplitsOf(result))
        {
            _splits[(int)split].Add(verdict.Rank);
        }

        _lists++;
        _fallbacks += verdict.IsFallback ? 1 : 0;
        _empty += verdict.Items.Count == 0 ? 1 : 0;
        ref var visit = ref CollectionsMarshal.GetValueRefOrAddDefault(_visits, result.Session, out var goesOn);
        if (goesOn)
        {
            _overlaps++;
            _overlap += RankingMetrics.RankBiasedOverlap<TItem>(visit.List, [.. verdict.Items]);
        }

        visit.List = [.. verdict.Items];
        visit.Count++;
        visit.Hits += verdict.Rank > 0 ? 1 : 0;
        visit.Reciprocal += verdict.Rank > 0 ? 1.0 / verdict.Rank : 0;
        foreach (var item in visit.List)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_exposures, item, out _)++;
        }

        if (similarity is not null && visit.List.Length > 1)
        {
            _severalItems++;
            _similarity += RankingMetrics.IntraListSimilarity<TItem>(visit.List, similarity, visit.List.Length);
        }

        if (verdict.Precision is { } precision)
        {
            _remaining++;
            _precision += precision;
            _recall += verdict.Recall ?? 0;
            _averagePrecision += verdict.AveragePrecision ?? 0;
        }
    }

    /// <summary>Gives the scores, given how often each item was to be predicted.</summary>
    public NextItemScores Scores(IReadOnlyDictionary<TItem, long> targets, long count)
    {
        var visits = _visits.OrderBy(static each => each.Key).Select(static each => each.Value).ToArray();
        long[] exposures = [.. _exposures.Values, .. targets.Keys.Where(IsNeverShown).Select(static _ => 0L)];
        var shown = _exposures.Values.Sum();
        var popularity = _exposures.Sum(each => (double)each.Value * targets.GetValueOrDefault(each.Key));
        return new(name, _splits[0].Means)
        {
            HitRate = ConfidenceInterval.OfRatio(visits.Select(static each => ((double)each.Hits, (double)each.Count))),
            Mrr = ConfidenceInterval.OfRatio(visits.Select(static each => (each.Reciprocal, (double)each.Count))),
            HitRateOverSessions = visits
                .Select(static each => (double)each.Hits / each.Count).DefaultIfEmpty().Average(),
            Splits = Enum.GetValues<NextItemSplit>().Where(split => _splits[(int)split].Means.Count > 0)
                .ToDictionary(static split => split, split => _splits[(int)split].Means),
            Precision = Mean(_precision, _remaining),
            Recall = Mean(_recall, _remaining),
            MeanAveragePrecision = Mean(_averagePrecision, _remaining),
            Coverage = RankingMetrics.Coverage(_exposures.Count, exposures.Length),
            Gini = RankingMetrics.Gini(exposures),
            AveragePopularity = Mean(popularity / Math.Max(1, count), shown) ?? 0,
            Overlap = Mean(_overlap, _overlaps) ?? 1,
            IntraListSimilarity = Mean(_similarity, _severalItems),
            FallbackShare = Mean(_fallbacks, _lists) ?? 0,
            EmptyShare = Mean(_empty, _lists) ?? 0,
        };

        bool IsNeverShown(TItem item) => !_exposures.ContainsKey(item);
    }

    private static double? Mean(double sum, long count) => count == 0 ? null : sum / count;

    private static IEnumerable<NextItemSplit> SplitsOf(NextItemResult<TItem> result) =>
    [
        NextItemSplit.All,
        result.IsRepeat ? NextItemSplit.Repeat : NextItemSplit.Explore,
        result.EventsBefore switch
        {
            0 => NextItemSplit.ColdItem,
            < 10 => NextItemSplit.RareItem,
            < 100 => NextItemSplit.CommonItem,
            _ => NextItemSplit.FrequentItem,
        },
        result.Position switch
        {
            <= 2 => NextItemSplit.SecondPlace,
            3 => NextItemSplit.ThirdPlace,
            <= 6 => NextItemSplit.FourthToSixthPlace,
            _ => NextItemSplit.LaterPlace,
        },
        result.Kind switch
        {
            InteractionKind.Cart => NextItemSplit.Cart,
            InteractionKind.Purchase => NextItemSplit.Purchase,
            _ => NextItemSplit.View,
        },
    ];

    private struct Visit
    {
        public TItem[] List;
        public int Count;
        public int Hits;
        public double Reciprocal;
    }
}
