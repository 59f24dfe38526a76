namespace RxRecs.DynamicData.Tests;

/// <summary>
/// Random ranked lists, each made from the one before: scores move and tie, tied entries change places, entries leave
/// and come back, the list empties and fills, or stays as it is.
/// </summary>
internal static class RandomLists
{
    private const int Items = 16;
    private const int Longest = 10;

    public static IEnumerable<IReadOnlyList<Recommendation<Id>>> Make(int count, int seed)
    {
        var random = new Random(seed);
        var scores = new Dictionary<long, int>();
        IReadOnlyList<Recommendation<Id>> list = [];
        for (var i = 0; i < count; i++)
        {
            if (Move(scores, random))
            {
                list = Rank(scores, random);
            }

            yield return list;
        }
    }

    private static bool Move(Dictionary<long, int> scores, Random random)
    {
        switch (random.Next(20))
        {
            case 0:
                scores.Clear();
                return true;
            case 1:
                Set(scores, random, Items);
                return true;
            case <= 4:
                return false;
            case <= 8:
                scores.Remove(random.Next(Items));
                return true;
            default:
                Set(scores, random, 1 + random.Next(3));
                return true;
        }
    }

    private static void Set(Dictionary<long, int> scores, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            scores[random.Next(Items)] = random.Next(4);
        }
    }

    private static IReadOnlyList<Recommendation<Id>> Rank(Dictionary<long, int> scores, Random random)
    {
        var isShuffled = random.Next(3) == 0;
        return
        [
            .. scores
                .OrderByDescending(each => each.Value)
                .ThenBy(each => isShuffled ? random.Next() : each.Key)
                .Take(Longest)
                .Select(each => new Recommendation<Id>(
                    Item(each.Key), each.Value, new RecommendationReason(RecommendationSource.Popular, each.Value))),
        ];
    }

    // Half of the items are numbers, half are texts.
    private static Id Item(long number) => number % 2 == 0 ? number : $"sku-{number}";
}
