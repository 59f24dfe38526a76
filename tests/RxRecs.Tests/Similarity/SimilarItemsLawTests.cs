using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Laws for every input: few users and items, so that they meet and are evicted all the time.</summary>
public sealed class SimilarItemsLawTests
{
    private static readonly Arbitrary<(long User, long Item)[]> Events =
        (from user in Gen.Choose(0, 9)
         from item in Gen.Choose(0, 14)
         select ((long)user, (long)item)).ArrayOf().ToArbitrary();

    [TestCase(5)]
    [TestCase(14)]
    public void Model_AnyEvents_AgreesWithTheFormula(int lastCount) => Check(events =>
    {
        var state = Learn(new(new SimilarItemsOptions { LastCount = lastCount }), events);
        return Enumerable.Range(0, 10).All(user =>
        {
            var expected = NaiveSimilarItems.Of(events, user, 4, lastCount);
            var actual = Query(state, user, 4);
            return actual.Select(each => each.Item).SequenceEqual(expected.Select(each => each.Item))
                && actual.Zip(expected).All(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 1e-12);
        });
    });

    [TestCase(2, 100, 1)]
    [TestCase(4, 3, 1)]
    [TestCase(5, 100, 2)]
    [TestCase(5, 4, 1)]
    [TestCase(14, 100, 1)]
    [TestCase(14, 6, 3)]
    public void Model_MoreHoldersThanAreCompared_IsWithinTheStatedError(int lastCount, int neighbors, int holders) =>
        Check(events =>
        {
            var options = new SimilarItemsOptions
            {
                LastCount = lastCount,
                MaxNeighbors = neighbors,
                MaxHolders = holders,
            };
            var state = Learn(new(options), events);
            return Enumerable.Range(0, 10).All(user =>
            {
                var truth = NaiveSimilarItems.Of(events, user, 100, lastCount);
                var list = new List<SimilarItem<long>>();
                var isExact = state.Query(user, 100, list);
                return (!isExact || list.Select(each => each.Item).SequenceEqual(truth.Select(each => each.Item)))
                    && list.All(each => Math.Abs(each.Score - ScoreOf(truth, each.Item)) <= each.Error + 1e-12)
                    && (neighbors < 15 || truth.All(each => list.Exists(found => found.Item == each.Item)));
            });
        });

    [TestCase(5)]
    [TestCase(9)]
    public void Model_OverlapWithManyHolders_IsExact(int lastCount) => Check(events =>
    {
        var options = new SimilarItemsOptions
        {
            LastCount = lastCount,
            MaxHolders = 1,
            Similarity = SetSimilarity.Overlap,
        };
        var state = Learn(new(options), events);
        return Enumerable.Range(0, 10).All(user =>
        {
            var truth = NaiveSimilarItems.Of(
                events, user, 4, lastCount, static (shared, first, second) => (shared, Math.Min(first, second)));
            var list = new List<SimilarItem<long>>();
            return state.Query(user, 4, list)
                && list.Select(each => each.Item).SequenceEqual(truth.Select(each => each.Item))
                && list.Zip(truth).All(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 1e-11);
        });
    });

    [TestCase(5, 100)]
    [TestCase(5, 1)]
    [TestCase(14, 2)]
    public void Explain_AnyEvents_AddsUpToTheScore(int lastCount, int holders) => Check(events =>
    {
        var options = new SimilarItemsOptions { LastCount = lastCount, MaxHolders = holders };
        var recommender = new SimilarItemsRecommender<(long User, long Item), long, long>(
            each => each.User, each => each.Item, options);
        Array.ForEach(events, recommender.Learn);
        var requests =
            from user in Enumerable.Range(0, 10)
            from around in new long[][] { [], [3, 7] }
            select new RecommendationRequest<long, long>(user, 100) { Around = around };
        return requests.All(request => IsExplained(recommender, request));
    });

    [Test]
    public void Explain_AnyEvents_HasAPartPerNeighborAndSharedItem() => Check(events =>
    {
        var state = Learn(new(new SimilarItemsOptions { LastCount = 5 }), events);
        var sets = NaiveSimilarItems.LastItems(events, 5);
        return sets.Keys.All(user => Query(state, user, 100).All(found =>
        {
            var expected =
                from other in sets
                where other.Key != user && other.Value.Contains(found.Item)
                let shared = other.Value.Intersect(sets[user]).ToList()
                from item in shared
                let all = sets[user].Count + other.Value.Count - shared.Count
                let touched = Array.LastIndexOf(events, (other.Key, found.Item)) + 1L
                orderby 1d / all descending, touched descending, item
                select (1d / all, touched, item);
            return state.Explain(user, [], found.Item).Zip(expected.ToList()).All(pair =>
                Math.Abs(pair.First.Value - pair.Second.Item1) < 1e-12
                && (pair.First.Neighbor, pair.First.MatchedItem) == (pair.Second.touched, pair.Second.item));
        }));
    });

    [Test]
    public void Bounded_AnyEvents_KeepsTheUsersOfTheLastEvents() => Check(events =>
    {
        var state = Learn(new(new SimilarItemsOptions { MaxUsers = 3, LastCount = 2 }), events);
        var kept = events.Reverse().Select(each => each.User).Distinct().Take(3).ToArray();
        return state.UserCount == kept.Length && kept.All(state.Knows) && state.ItemCount <= 6;
    });

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes() => Property((events, cut) =>
    {
        var options = new SimilarItemsOptions { MaxUsers = 6, LastCount = 3, MaxHolders = 1, MaxNeighbors = 2 };
        var whole = new SimilarItemsMachine<(long User, long Item), long, long>(
            3, each => each.User, each => each.Item, options);
        var first = new SimilarItemsMachine<(long User, long Item), long, long>(
            3, each => each.User, each => each.Item, options);
        var second = new SimilarItemsMachine<(long User, long Item), long, long>(
            3, each => each.User, each => each.Item, options);
        var expected = Run(whole, events);
        var actual = Run(first, events[..cut]);
        MachineSnapshot.Restore(second, MachineSnapshot.Save(first));
        actual.AddRange(Run(second, events[cut..]));
        return actual.SequenceEqual(expected)
            && MachineSnapshot.Save(second).SequenceEqual(MachineSnapshot.Save(whole));
    });

    private static bool IsExplained(
        SimilarItemsRecommender<(long User, long Item), long, long> recommender,
        RecommendationRequest<long, long> request)
    {
        var list = new List<Recommendation<long>>();
        recommender.Recommend(request, list);
        return Enumerable.Range(0, 16).All(item =>
        {
            var place = list.FindIndex(each => each.Item == item);
            var why = recommender.Explain(request, item);
            return place < 0
                ? why is null
                : why is not null
                    && Math.Abs(why.Score - list[place].Score) < 1e-9
                    && Math.Abs(why.Contributions.Sum(each => each.Value) - list[place].Score) < 1e-9;
        });
    }

    private static List<SimilarItemsList<long, long>> Run(
        SimilarItemsMachine<(long User, long Item), long, long> machine, (long User, long Item)[] events)
    {
        var output = new Output<SimilarItemsList<long, long>>();
        foreach (var each in events)
        {
            machine.OnEvent(each, output);
        }

        return [.. output.Results];
    }

    private static SimilarItemsState<long, long> Learn(
        SimilarItemsState<long, long> state, (long User, long Item)[] events)
    {
        foreach (var (user, item) in events)
        {
            state.Learn(user, item);
        }

        return state;
    }

    private static double ScoreOf(List<SimilarItem<long>> list, long item) =>
        list.Find(each => each.Item == item).Score;

    private static List<SimilarItem<long>> Query(SimilarItemsState<long, long> state, long user, int count)
    {
        var list = new List<SimilarItem<long>>();
        state.Query(user, count, list);
        return list;
    }

    private static void Check(Func<(long User, long Item)[], bool> law) =>
        FsCheck.Fluent.Prop.ForAll(Events, law).Holds(cases: 200);

    private static void Property(Func<(long User, long Item)[], int, bool> law)
    {
        var cases = (from events in Events.Generator from cut in Gen.Choose(0, events.Length) select (events, cut))
            .ToArbitrary();
        FsCheck.Fluent.Prop.ForAll(cases, each => law(each.events, each.cut))
            .Holds(cases: 200);
    }
}
