using System.Diagnostics;
using System.Reflection;
using RxRecs.Machines;

namespace RxRecs.Tests.Similarity;

public sealed class SimilarItemsStateTests
{
    [Test]
    public void Query_UsersShareItems_SumsTheirJaccardSimilaritiesPerItem()
    {
        var state = Learned((1, 10), (1, 11), (2, 10), (2, 20), (3, 10), (3, 11), (3, 20), (3, 21));

        // User 2 shares 1 of 3 items, user 3 shares 2 of 4.
        Assert.That(Query(state, 1), Is.EqualTo(new[] { new SimilarItem<long>(20, 5.0 / 6), new(21, 0.5) }));
    }

    [Test]
    public void Query_UnknownUser_GivesAnEmptyList()
    {
        var list = new List<SimilarItem<long>> { new(1, 1) };

        Learned((1, 10)).Query(99, 5, list);

        Assert.That(list, Is.Empty);
    }

    [Test]
    public void Query_EmptyState_GivesAnEmptyList() => Assert.That(Query(Learned(), 1), Is.Empty);

    [Test]
    public void Query_NobodySharesAnItem_GivesAnEmptyList() =>
        Assert.That(Query(Learned((1, 10), (2, 20)), 1), Is.Empty);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(int.MinValue)]
    public void Query_CountNotPositive_Throws(int count) =>
        Assert.That(() => Learned((1, 10)).Query(1, count, []), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Query_HugeCount_TakesNoMemoryForIt()
    {
        var list = new List<SimilarItem<long>>();

        Learned((1, 10), (2, 10), (2, 20)).Query(1, int.MaxValue, list);

        Assert.That(list, Has.Count.EqualTo(1));
    }

    [Test]
    public void Query_EqualScores_PutsTheLowerItemFirst()
    {
        var state = Learned((1, 10), (2, 10), (2, 30), (3, 10), (3, 29), (4, 10), (4, 31));

        Assert.That(Query(state, 1, count: 2).Select(each => each.Item), Is.EqualTo(new[] { 29, 30 }));
    }

    [Test]
    public void Query_EqualSumsOfDifferentFractions_AreATie()
    {
        var state = Learned(
            (1, 10), (1, 11),
            (2, 10), (2, 20), // 1/3
            (3, 10), (3, 20), (3, 91), (3, 92), (3, 93), // 1/6
            (4, 10), (4, 11), (4, 30), (4, 94)); // 2/4

        Assert.That(
            Query(state, 1, count: 2), Is.EqualTo(new[] { new SimilarItem<long>(20, 0.5), new(30, 0.5) }));
    }

    [Test]
    public void Query_SameSharesInAnotherOrder_GivesTheSameScores()
    {
        // Item 50 gets 1/3 + 1/4 + 1/5 and item 51 the same three in another order: the tie holds to the last bit.
        var state = Learned(
            (1, 10),
            (2, 10), (2, 50), (2, 60),
            (3, 10), (3, 50), (3, 61), (3, 62),
            (4, 10), (4, 50), (4, 63), (4, 64), (4, 65),
            (5, 10), (5, 51), (5, 66), (5, 67), (5, 68),
            (6, 10), (6, 51), (6, 69), (6, 70),
            (7, 10), (7, 51), (7, 71));

        var top = Query(state, 1, count: 2);

        Assert.That(top.Select(each => each.Item), Is.EqualTo(new[] { 50, 51 }));
        Assert.That(top[0].Score, Is.EqualTo(top[1].Score));
    }

    [Test]
    public void Query_WithFilter_FillsTheListFromWhatIsAccepted()
    {
        var state = Learned((1, 10), (2, 10), (2, 20), (2, 21), (3, 10), (3, 20));
        var list = new List<SimilarItem<long>>();

        state.Query(1, 1, list, item => item != 20);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new[] { 21 }));
    }

    [Test]
    public void Learn_MoreThanLastCount_ForgetsTheItemTouchedLongestAgo()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { LastCount = 2 });
        foreach (var (user, item) in new (long, long)[] { (2, 10), (2, 20), (2, 10), (2, 30), (1, 10), (3, 20) })
        {
            state.Learn(user, item);
        }

        Assert.That(Query(state, 1).Select(each => each.Item), Is.EqualTo(new[] { 30 }), "user 2 holds 10 and 30");
        Assert.That(Query(state, 3), Is.Empty, "nobody holds 20 any more but user 3");
    }

    [Test]
    public void Learn_MoreThanMaxUsers_EvictsTheOneWithoutAnEventForLongest()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { MaxUsers = 2 });
        state.Learn(1, 10);
        state.Learn(2, 20);
        state.Learn(1, 11);
        state.Learn(3, 10);

        Assert.That(state.Knows(2), Is.False);
        Assert.That((state.UserCount, state.EvictedUsers, state.ItemCount), Is.EqualTo((2, 1L, 2)));
        Assert.That(Query(state, 3).Select(each => each.Item), Is.EqualTo(new[] { 11 }));
    }

    [Test]
    public void Learn_TheEvictedUserAloneHeldTheItem_TakesItUpAgain()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { MaxUsers = 1 });
        state.Learn(1, 10);
        state.Learn(2, 10);

        Assert.That((state.UserCount, state.ItemCount, state.EvictedUsers), Is.EqualTo((1, 1, 1L)));
    }

    [Test]
    public void Query_Bestseller_CountsAllItsHolders()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { MaxHolders = 100 });
        for (var user = 1; user <= 100_000; user++)
        {
            state.Learn(user, 7);
            state.Learn(user, 1_000 + (user % 100));
        }

        state.Learn(0, 7);

        // Each of 100 items is held by 1,000 users, who share 1 of 2 items.
        var found = Query(state, 0, count: 1_000);
        Assert.That(
            found, Is.EqualTo(Enumerable.Range(1_000, 100).Select(item => new SimilarItem<long>(item, 500))));
    }

    [Test]
    public void Query_OneItemOfManyHolders_FindsWhatOneOfThemHolds()
    {
        var holders = Enumerable.Range(1_000, 1_000).Select(user => ((long)user, 1L));
        var state = Learned([(2, 1), (2, 2), .. holders, (1, 1)]);
        var list = new List<SimilarItem<long>>();

        Assert.That(state.Query(1, 5, list), "exact");
        Assert.That(list, Is.EqualTo(new[] { new SimilarItem<long>(2, 0.5) }));
    }

    [Test]
    public void Query_MoreHoldersThanAreCompared_SaysHowWrongItMayBe()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { MaxHolders = 1 });
        foreach (var user in (long[])[2, 3, 4])
        {
            state.Learn(user, 10);
            state.Learn(user, 11);
            state.Learn(user, 50);
        }

        state.Learn(1, 10);
        state.Learn(1, 11);
        var list = new List<SimilarItem<long>>();

        // Each of them shares 2 of 3 items; the counts alone allow that they are twice as many who share 1 of 4.
        Assert.That(state.Query(1, 5, list), Is.False);
        Assert.That(list.Single().Item, Is.EqualTo(50));
        Assert.That(list.Single().Score, Is.EqualTo(2).Within(list.Single().Error));
        Assert.That(list.Single().Error, Is.InRange(0.001, 1));
    }

    [TestCase(0, new long[] { 9 })]
    [TestCase(1, new long[] { })]
    public void Query_ItemTouchedLongAgo_IsNotOfferedWhileItIsRemembered(int ownItems, long[] offered)
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { LastCount = 2, OwnItems = ownItems });
        foreach (var (user, item) in new (long, long)[] { (1, 9), (1, 1), (1, 2), (2, 9), (2, 1) })
        {
            state.Learn(user, item);
        }

        Assert.That(Query(state, 1).Select(each => each.Item), Is.EqualTo(offered));
    }

    [Test]
    public void Query_HoldersBeyondTheCapOfOneItem_CountInFullWhenFoundThroughAnother()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { MaxHolders = 1 });
        (long, long)[] events = [(2, 10), (2, 11), (2, 50), (3, 10), (3, 99), (1, 10), (1, 11)];
        foreach (var (user, item) in events)
        {
            state.Learn(user, item);
        }

        // User 2 is found through item 11 alone, for user 3 is the newer holder of item 10; it shares both.
        Assert.That(Query(state, 1), Does.Contain(new SimilarItem<long>(50, 2.0 / 3)));
    }

    [Test]
    public void Query_OneGiantUser_KeepsItsLastItemsAlone()
    {
        var state = new SimilarItemsState<long, long>();
        for (var item = 0; item < 100_000; item++)
        {
            state.Learn(1, item);
        }

        Assert.That(state.ItemCount, Is.EqualTo(5));
    }

    [TestCase(1_000, 0)]
    [TestCase(400, 4)]
    public void Query_AfterTheFirst_AllocatesNothing(int users, int ownItems)
    {
        var library = typeof(RecsObservable).Assembly;
        if (library.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Assert.Ignore("Code that is not optimized boxes in checks for null: run the tests with -c Release.");
        }

        var state = new SimilarItemsState<long, long>(
            new SimilarItemsOptions { MaxUsers = 500, OwnItems = ownItems, MaxHolders = 5, MaxNeighbors = 4 });
        var random = new Random(5);
        var list = new List<SimilarItem<long>>();
        for (var i = 0; i < 200_000; i++)
        {
            state.Learn(random.Next(users), random.Next(300));
            state.Query(random.Next(users), 20, list);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 4_000; i++)
        {
            state.Learn(random.Next(users), random.Next(300));
            state.Query(random.Next(users), 20, list);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Measures_OfTwoSets_FollowTheirFormulas()
    {
        Assert.That(SetSimilarity.Jaccard.Of(2, 4, 3), Is.EqualTo(0.4));
        Assert.That(SetSimilarity.Cosine.Of(2, 4, 4), Is.EqualTo(0.5));
        Assert.That(SetSimilarity.Overlap.Of(2, 4, 2), Is.EqualTo(1));
    }

    [Test]
    public void Query_AnotherMeasure_IsUsed()
    {
        var state = new SimilarItemsState<long, long>(new SimilarItemsOptions { Similarity = SetSimilarity.Overlap });
        foreach (var (user, item) in new (long, long)[] { (1, 10), (2, 10), (2, 20) })
        {
            state.Learn(user, item);
        }

        Assert.That(Query(state, 1), Is.EqualTo(new[] { new SimilarItem<long>(20, 1) }));
    }

    [Test]
    public void Constructor_ItemsWithoutOrder_AsksForOne() =>
        Assert.That(
            () => new SimilarItemsState<int, object>(),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("itemOrder"));

    [Test]
    public void Constructor_MoreCellsThanAnArrayHolds_Throws()
    {
        var options = new SimilarItemsOptions { MaxUsers = int.MaxValue, LastCount = 2 };

        Assert.That(() => new SimilarItemsState<int, int>(options), Throws.ArgumentException);
    }

    [Test]
    public void Restore_OtherSettings_Throws()
    {
        var writer = new SnapshotWriter();
        Learned((1, 10)).Snapshot(writer);
        var other = new SimilarItemsState<long, long>(new SimilarItemsOptions { LastCount = 6 });

        Assert.That(
            () => other.Restore(new SnapshotReader(writer.Written.ToArray())), Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void Restore_AnyByteChangedOrCut_GivesAStateOrASnapshotException()
    {
        var writer = new SnapshotWriter();
        Learned((1, 10), (1, 11), (2, 10), (2, 20)).Snapshot(writer);
        var bytes = writer.Written.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var value in new byte[] { 0, 1, 2, 0x7F, 0x80, 0xFF })
            {
                var damaged = bytes.ToArray();
                damaged[i] = value;
                RestoreAndUse(damaged);
            }

            RestoreAndUse(bytes[..i]);
        }
    }

    private static void RestoreAndUse(byte[] bytes)
    {
        var state = new SimilarItemsState<long, long>();
        try
        {
            state.Restore(new SnapshotReader(bytes));
        }
        catch (SnapshotException)
        {
            return;
        }

        state.Learn(1, 10);
        Assert.That(Query(state, 1), Is.Not.Null);
    }

    private static SimilarItemsState<long, long> Learned(params (long User, long Item)[] events)
    {
        var state = new SimilarItemsState<long, long>();
        foreach (var (user, item) in events)
        {
            state.Learn(user, item);
        }

        return state;
    }

    private static List<SimilarItem<long>> Query(SimilarItemsState<long, long> state, long user, int count = 5)
    {
        var list = new List<SimilarItem<long>>();
        state.Query(user, count, list);
        return list;
    }
}
