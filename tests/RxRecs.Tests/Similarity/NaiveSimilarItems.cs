using System.Numerics;

namespace RxRecs.Tests.Similarity;

/// <summary>
/// Similar items as the formula says them, with sets, fractions and loops over everybody: exact, and so are its
/// ties. What a user has ever touched is not offered.
/// </summary>
internal static class NaiveSimilarItems
{
    public static List<SimilarItem<long>> Of(
        IReadOnlyCollection<(long User, long Item)> events,
        long user,
        int count,
        int lastCount,
        Func<int, int, int, (int Over, int Under)>? similarity = null)
    {
        var touched = events.Where(each => each.User == user).Select(each => each.Item).ToHashSet();
        var sets = LastItems(events, lastCount);
        similarity ??= static (shared, first, second) => (shared, first + second - shared);
        if (!sets.TryGetValue(user, out var own))
        {
            return [];
        }

        // Divided by the size of any union without a remainder.
        var denominator = Enumerable.Range(1, 2 * lastCount).Aggregate(BigInteger.One, (all, each) => all * each);
        var shares =
            from other in sets
            where other.Key != user
            let shared = other.Value.Intersect(own).Count()
            where shared > 0
            from item in other.Value.Except(touched)
            let share = similarity(shared, own.Count, other.Value.Count)
            select (Item: item, Parts: denominator * share.Over / share.Under);
        return
        [
            .. shares.GroupBy(share => share.Item, share => share.Parts)
                .Select(group => (Item: group.Key, Parts: group.Aggregate(BigInteger.Add)))
                .OrderByDescending(each => each.Parts)
                .ThenBy(each => each.Item)
                .Take(count)
                .Select(each => new SimilarItem<long>(each.Item, (double)each.Parts / (double)denominator)),
        ];
    }

    public static Dictionary<long, List<long>> LastItems(IEnumerable<(long User, long Item)> events, int lastCount) =>
        events
            .GroupBy(each => each.User)
            .ToDictionary(
                group => group.Key,
                group => group.Select(each => each.Item).Reverse().Distinct().Take(lastCount).ToList());
}
