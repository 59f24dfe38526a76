using RxRecs.Similarity;

namespace RxRecs.Tests.Similarity;

/// <summary>Similar items as the formula says them, with sets and loops over everybody.</summary>
internal static class NaiveSimilarItems
{
    public static List<SimilarItem<long>> Of(
        IEnumerable<(long User, long Item)> events, long user, int count, int lastCount)
    {
        var sets = LastItems(events, lastCount);
        if (!sets.TryGetValue(user, out var own))
        {
            return [];
        }

        var shares =
            from other in sets
            where other.Key != user
            let shared = other.Value.Intersect(own).Count()
            where shared > 0
            from item in other.Value.Except(own)
            select (Item: item, Similarity: (double)shared / (own.Count + other.Value.Count - shared));
        return
        [
            .. shares.GroupBy(share => share.Item)
                .Select(
                    group => new SimilarItem<long>(group.Key, (double)group.Sum(share => (decimal)share.Similarity)))
                .OrderByDescending(each => Math.Round(each.Score, 9))
                .ThenBy(each => each.Item)
                .Take(count),
        ];
    }

    public static Dictionary<long, List<long>> LastItems(IEnumerable<(long User, long Item)> events, int lastCount) =>
        events
            .GroupBy(each => each.User)
            .ToDictionary(
                group => group.Key,
                group => group.Select(each => each.Item).Reverse().Distinct().Take(lastCount).ToList());
}
