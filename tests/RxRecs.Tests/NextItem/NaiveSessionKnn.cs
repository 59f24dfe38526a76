using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>Session-kNN as its formula reads; the time of a session is its number, in days.</summary>
internal sealed class NaiveSessionKnn(int[][] sessions, int[] visit, SessionIndexLimits limits, int lastItems)
{
    private readonly int[] _last = visit[Math.Max(0, visit.Length - lastItems)..];

    public Dictionary<string, double> Scores(SessionKnnOptions options)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (n, similarity) in Nearest(options))
        {
            var items = Head(n);
            var step = _last.Length - items.Max(i => Array.LastIndexOf(_last, i));
            var anchor = Array.FindLastIndex(items, i => _last.Contains(i));
            foreach (var j in items.Distinct().Where(j => options.RecommendVisited || !_last.Contains(j)))
            {
                var distance = Math.Abs(Array.LastIndexOf(items, j) - anchor);
                var value = similarity * NaiveWeights.OfStep(options, step)
                    * (options.DistanceRange > 0 ? Math.Exp(-distance / options.DistanceRange) : 1)
                    * Rarity(options, j);
                scores["i" + j] = scores.GetValueOrDefault("i" + j) + value;
            }
        }

        return scores.Where(each => each.Value > 0).ToDictionary();
    }

    private IEnumerable<(int Session, double Similarity)> Nearest(SessionKnnOptions options)
    {
        var candidates = Enumerable.Range(0, sessions.Length).Reverse()
            .Where(n => _last.Distinct().Any(i => Newest(i).Contains(n))).Take(options.Sessions);
        return candidates.Select(n => (n, Similarity(options, n)))
            .OrderByDescending(each => each.Item2).ThenByDescending(each => each.n).Take(options.Neighbors);
    }

    private double Similarity(SessionKnnOptions options, int n)
    {
        var items = Head(n);
        var known = _last.Distinct().ToArray();
        var sum = known.Where(items.Contains).Sum(i => W(options, i));
        var similarity = options.Cosine
            ? sum / Math.Sqrt(known.Sum(i => Math.Pow(W(options, i), 2))) / Math.Sqrt(items.Distinct().Count())
            : sum / known.Length;
        return options.SessionRange > TimeSpan.Zero
            ? similarity * Math.Exp((n - sessions.Length) / options.SessionRange.TotalDays)
            : similarity;
    }

    private double W(SessionKnnOptions options, int item) =>
        NaiveWeights.OfPlace(options, Array.LastIndexOf(_last, item) + 1, _last.Length);

    private double Rarity(SessionKnnOptions options, int item) => NaiveWeights.Rarity(
        options, sessions.Length, sessions.Count(each => each.Take(limits.MaxLength).Contains(item)));

    private int[] Head(int session) => [.. sessions[session].Take(limits.MaxLength)];

    private HashSet<int> Newest(int item) =>
    [
        .. Enumerable.Range(0, sessions.Length)
            .Where(n => Head(n).Contains(item)).Reverse().Take(limits.PostingsPerItem),
    ];
}
