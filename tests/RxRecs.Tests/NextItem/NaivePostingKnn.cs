using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

/// <summary>
/// Session-kNN by postings as its definition reads: of the postings of the visit's items, those count that are at least
/// as new as the newest one of the m-th session; all of them where there are fewer sessions.
/// </summary>
internal sealed class NaivePostingKnn(
    NaiveSessions<string> sessions, long own, SessionIndexLimits limits, int lastItems)
{
    private readonly string[] _last = [.. sessions.Sessions[own].Select(each => each.Item).TakeLast(lastItems)];

    public Dictionary<string, double> Scores(SessionKnnOptions options)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (number, similarity) in Nearest(options))
        {
            var items = sessions.HeadOf(number).ToArray();
            var step = _last.Length - items.Max(item => Array.LastIndexOf(_last, item));
            var value = similarity * NaiveWeights.OfStep(options, step);
            foreach (var item in items.Distinct().Where(item => options.RecommendVisited || !_last.Contains(item)))
            {
                scores[item] = scores.GetValueOrDefault(item) + (value * Rarity(options, item));
            }
        }

        return scores.Where(each => each.Value > 0).ToDictionary();
    }

    /// <summary>Gives the items whose postings of a session were read.</summary>
    public IEnumerable<string> Matched(SessionKnnOptions options, long number) =>
        Read(options).Where(each => each.Number == number).Select(each => each.Item);

    private IEnumerable<(long Number, double Similarity)> Nearest(SessionKnnOptions options) =>
        Read(options).GroupBy(each => each.Number)
            .Select(each => (
                each.Key,
                Similarity: each.Sum(one => Weight(options, one.Item)) / _last.Distinct().Count(),
                Time: each.Max(one => one.Time)))
            .OrderByDescending(each => each.Similarity).ThenByDescending(each => each.Time)
            .ThenByDescending(each => each.Key)
            .Take(options.Neighbors).Select(each => (each.Key, each.Similarity));

    private (string Item, long Number, long Time)[] Read(SessionKnnOptions options)
    {
        var postings = _last.Distinct().SelectMany(item => sessions.Postings(item)
            .Where(number => number != own).Take(limits.PostingsPerItem)
            .Select(number => (Item: item, Number: number, Time: sessions.TimeOf(item, number)))).ToArray();
        var newest = postings.GroupBy(each => each.Number).Select(each => (Time: each.Max(one => one.Time), each.Key))
            .OrderDescending().ToArray();
        return newest.Length < options.Sessions
            ? postings
            : [.. postings.Where(each => (each.Time, each.Number).CompareTo(newest[options.Sessions - 1]) >= 0)];
    }

    // Multiples of 2^-46, whose sums are exact: equal sets of items are equally near.
    private double Weight(SessionKnnOptions options, string item)
    {
        var weight = NaiveWeights.OfPlace(options, Array.LastIndexOf(_last, item) + 1, _last.Length);
        return Math.Round(Math.ScaleB(weight, 46)) / Math.ScaleB(1, 46);
    }

    private double Rarity(SessionKnnOptions options, string item) => NaiveWeights.Rarity(
        options,
        sessions.Sessions.Count - 1,
        sessions.SessionsOf(item) - (sessions.HeadOf(own).Contains(item) ? 1 : 0));
}
