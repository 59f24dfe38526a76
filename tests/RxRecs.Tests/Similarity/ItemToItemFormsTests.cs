using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Published forms of item to item by examples that are worked out by hand.</summary>
public sealed class ItemToItemFormsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Otto_KindsOfOneSession_CountByTheKindThatIsFoundOncePerPair()
    {
        // a is viewed, b viewed, then put into the cart, then ordered; a again: b counts 6 for a, and a 1 for b.
        var state = ItemToItem.Recommender(Plain(ItemToItemOptions.OttoCarts));
        Learn(state, ("s", "a", "view", 0), ("s", "b", "view", 1));
        Assert.That(Scores(state, "a"), Is.EqualTo(new[] { ("b", 1.0) }));

        Learn(state, ("s", "b", "cart", 2), ("s", "b", "purchase", 3), ("s", "a", "view", 4));
        Assert.That(Scores(state, "a"), Is.EqualTo(new[] { ("b", 6.0) }));
        Assert.That(Scores(state, "b"), Is.EqualTo(new[] { ("a", 1.0) }));
    }

    [Test]
    public void Otto_MoreThanADayApart_IsNoPair()
    {
        var state = ItemToItem.Recommender(Plain(ItemToItemOptions.OttoCarts));
        Learn(state, ("s", "a", "view", 0), ("s", "b", "view", 24), ("s", "c", "view", 24.1));

        Assert.That(Scores(state, "a"), Is.EqualTo(new[] { ("b", 1.0) }));
        Assert.That(Scores(state, "b"), Is.EquivalentTo(new[] { ("a", 1.0), ("c", 1.0) }));
    }

    [Test]
    public void OttoBuys_ViewsBetween_CountOnlyWhatIsCartedOrOrderedWithinTwoWeeks()
    {
        var state = ItemToItem.Recommender(Plain(ItemToItemOptions.OttoBuys));
        Learn(
            state, ("s", "a", "purchase", 0), ("s", "b", "view", 1), ("s", "c", "cart", 14 * 24),
            ("s", "d", "purchase", (14 * 24) + 1));

        Assert.That(Scores(state, "a"), Is.EqualTo(new[] { ("c", 1.0) }));
        Assert.That(Scores(state, "b"), Is.Empty);
        Assert.That(Scores(state, "d"), Is.EqualTo(new[] { ("c", 1.0) }));
    }

    [Test]
    public void Otto_TimesOfTheLog_CountFromOneToFour()
    {
        // 1 + 3 (t - least) / (greatest - least), over ten hours.
        var state = ItemToItem.Recommender(Plain(ItemToItemOptions.OttoCarts) with
        {
            Rising = new(Start, TimeSpan.FromHours(10)),
        });
        Learn(
            state, ("1", "a", "view", 0), ("1", "b", "view", 0), ("2", "a", "view", 5), ("2", "c", "view", 5),
            ("3", "a", "view", 10), ("3", "d", "view", 10));

        Assert.That(Scores(state, "a"), Is.EqualTo(new[] { ("d", 4.0), ("c", 2.5), ("b", 1.0) }));
    }

    [Test]
    public void OttoClicks_AnyKinds_CountMoreFromTheFirstEventOn()
    {
        // 1 + 3 t / (4 weeks): the first event counts 1, after two weeks one counts 2.5.
        var options = Plain(ItemToItemOptions.OttoClicks);
        var (state, restored) = (ItemToItem.Recommender(options), ItemToItem.Recommender(options));
        Learn(state, ("1", "a", "view", 0), ("1", "b", "purchase", 0));
        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));
        foreach (var each in new[] { state, restored })
        {
            Learn(each, ("2", "a", "view", 14 * 24), ("2", "c", "cart", 14 * 24), ("2", "d", "view", (15 * 24) + 1));
            Assert.That(Scores(each, "a"), Is.EqualTo(new[] { ("c", 2.5), ("b", 1.0) }));
        }
    }

    [Test]
    public void Otto_Answer_IsTheSessionNewestFirstThenTheVotesOfTheBestNeighbors()
    {
        var votes = ItemToItemOptions.OttoCarts with { Votes = 2 };
        var alone = ItemToItem.Recommender(votes);
        var chain = new ChainRecommender<Interaction, Id, Id>(
            Baselines.RecentItems(votes.Sessions), ItemToItem.Recommender(votes));
        (string, string, string, double)[] events =
        [
            ("1", "a", "view", 0), ("1", "x", "cart", 0), ("1", "y", "cart", 0), ("1", "z", "view", 0),
            ("2", "b", "view", 0), ("2", "y", "cart", 0), ("2", "w", "view", 0),
            ("q", "a", "view", 1), ("q", "b", "view", 1),
        ];
        Learn(chain, events);
        Learn(alone, events);
        var list = new List<Recommendation<Id>>();
        chain.Recommend(new(Id.None, 10) { Session = "q" }, list);

        // a votes for x and y, not for z, which was only viewed; b for y and for a, newer than w and of the session.
        Assert.That(list.Select(each => each.Item.ToString()), Is.EqualTo(new[] { "b", "a", "y", "x" }));
        alone.Recommend(new(Id.None, 10) { Session = "q" }, list);
        Assert.That(list.Select(each => ($"{each.Item}", each.Score)), Is.EqualTo(new[] { ("y", 2.0), ("x", 1) }));
    }

    [Test]
    public void TencentRec_GradesOfUsers_AddTheLesserAndDivideByTheRootsOfTheSums()
    {
        // u: a 3, b 1; v: a 1, b 2. min: 1 + 1. Sums: a 4, b 3. 2 / sqrt(12).
        var options = ItemToItemOptions.TencentRec with { HalfLife = null };
        var state = ItemToItem.OfUsers(options);
        LearnUsers(state, ("u", "a", "view"), ("u", "b", "view"), ("v", "a", "view"), ("v", "b", "view"));
        Assert.That(Scores(state, "a"), Is.EqualTo(new[] { ("b", 1.0) }));

        LearnUsers(state, ("u", "a", "purchase"), ("v", "b", "cart"));
        Assert.That(Scores(state, "a").Single().Score, Is.EqualTo(2 / Math.Sqrt(12)).Within(1e-12));

        // A view after a purchase changes nothing.
        LearnUsers(state, ("u", "a", "view"));
        Assert.That(Scores(state, "b").Single().Score, Is.EqualTo(2 / Math.Sqrt(12)).Within(1e-12));
    }

    [Test]
    public void Graded_StepsWithoutLimit_FindsAllPairs()
    {
        var state = ItemToItem.OfUsers(ItemToItemOptions.TencentRec with { HalfLife = null, Steps = int.MaxValue });
        LearnUsers(state, ("u", "a", "view"), ("u", "b", "view"), ("u", "c", "view"));
        Assert.That(Scores(state, "b").Select(each => each.Item), Is.EquivalentTo(new[] { "a", "c" }));
    }

    [Test]
    public void CrossOccurrence_UsersWhoViewedAndBought_IsTheirLogLikelihood()
    {
        // Of 4 users, two view v and buy p, one views v alone, one buys q alone: k = (2, 1, 0, 1).
        var state = ItemToItem.OfUsers(
            ItemToItemOptions.CrossOccurrence(InteractionKind.View, InteractionKind.Purchase));
        LearnUsers(
            state,
            ("1", "v", "view"), ("1", "p", "purchase"), ("2", "v", "view"), ("2", "p", "purchase"), ("3", "v", "view"),
            ("4", "q", "purchase"), ("4", "r", "purchase"));

        Assert.That(
            Scores(state, "v").Single().Score, Is.EqualTo(ItemScore.SignedLogLikelihood(2, 1, 0, 1)).Within(1e-12));
        Assert.That(Scores(state, "p"), Is.Empty);
    }

    [Test]
    public void CrossOccurrence_MoreIndicatorsThanKept_IsFoundByTheHighestAlone()
    {
        // Buyers of p have viewed strong more exclusively than weak.
        (string, string, string)[] events =
        [
            .. Users(1, 4, "strong", "view"), .. Users(1, 4, "weak", "view"), .. Users(1, 4, "p", "purchase"),
            .. Users(5, 8, "weak", "view"), .. Users(9, 14, "other", "view"),
        ];
        var limited = ItemToItemOptions.CrossOccurrence(InteractionKind.View, InteractionKind.Purchase);
        foreach (var (most, byWeak) in new[] { (1, 0), (2, 1), (50, 1) })
        {
            var state = ItemToItem.OfUsers(limited with { MaxIndicators = most });
            LearnUsers(state, events);
            Assert.That(Scores(state, "strong"), Has.Count.EqualTo(1));
            Assert.That(Scores(state, "weak"), Has.Count.EqualTo(byWeak), $"{most}");
        }
    }

    [Test]
    public void CrossKind_VisitThatOnlyBuys_IsOneVisit()
    {
        // Lift is c N / (n(v) n(p)): of 3 visits one has both, one buys p and two others alone.
        var state = ItemToItem.Recommender(new ItemToItemOptions
        {
            Measure = ItemMeasure.Lift,
            From = new HashSet<InteractionKind> { InteractionKind.View },
            To = new HashSet<InteractionKind> { InteractionKind.Purchase },
        });
        Learn(
            state, ("1", "v", "view", 0), ("1", "p", "purchase", 0), ("2", "p", "purchase", 0),
            ("2", "q", "purchase", 0), ("2", "r", "purchase", 0), ("3", "x", "view", 0));

        Assert.That(Scores(state, "v"), Is.EqualTo(new[] { ("p", 1.5) }));
    }

    [Test]
    public void Options_GradedWithDirections_AreRefused() => Assert.That(
        () => ItemToItem.Recommender(ItemToItemOptions.SequentialRules with { Graded = new() { Kinds = new() } }),
        Throws.ArgumentException.With.Message.Contains("Graded"));

    [Test]
    public void Snapshot_WithGradesAndIndicators_GoesOnTheSame()
    {
        foreach (var options in new[] { ItemToItemOptions.TencentRec, ItemToItemOptions.OttoCarts })
        {
            var (whole, first, second) = (
                ItemToItem.Recommender(options), ItemToItem.Recommender(options), ItemToItem.Recommender(options));
            var before = new[] { ("s", "a", "view", 0.0), ("s", "b", "view", 1) };
            var after = new[] { ("s", "a", "purchase", 2.0), ("s", "c", "cart", 3) };
            Learn(whole, [.. before, .. after]);
            Learn(first, before);
            var writer = new SnapshotWriter();
            first.Snapshot(writer);
            second.Restore(new SnapshotReader(writer.Written.ToArray()));
            Learn(second, after);

            Assert.That(Scores(second, "a"), Is.EqualTo(Scores(whole, "a")).And.Not.Empty);
            Assert.That(Scores(second, "b"), Is.EqualTo(Scores(whole, "b")));
        }
    }

    /// <summary>The scores themselves, in place of votes.</summary>
    private static ItemToItemOptions Plain(ItemToItemOptions options) => options with { Votes = null };

    private static IEnumerable<(string, string, string)> Users(int from, int to, string item, string kind) =>
        Enumerable.Range(from, to - from + 1).Select(user => ($"{user}", item, kind));

    private static void Learn(
        IRecommender<Interaction, Id, Id> state,
        params (string Session, string Item, string Kind, double Hours)[] events)
    {
        foreach (var (session, item, kind, hours) in events)
        {
            state.Learn(new(Start.AddHours(hours), Enum.Parse<InteractionKind>(kind, true), Id.None, item)
            {
                Session = session,
            });
        }
    }

    private static void LearnUsers(
        IRecommender<Interaction, Id, Id> state, params (string User, string Item, string Kind)[] events)
    {
        foreach (var (user, item, kind) in events)
        {
            state.Learn(new(Start, Enum.Parse<InteractionKind>(kind, true), user, item));
        }
    }

    private static List<(string Item, double Score)> Scores(IRecommender<Interaction, Id, Id> state, Id item)
    {
        var list = new List<Recommendation<Id>>();
        state.Recommend(new(Id.None, 10) { Around = [item] }, list);
        return list.ConvertAll(each => (each.Item.ToString(), each.Score));
    }
}
