using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.NextItem;

public sealed class NextItemRecommenderTests
{
    private static readonly DateTimeOffset Start = new(2020, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Interaction[]> Events =
        (from user in Gen.Choose(0, 4)
         from session in Gen.Elements(null, "a", "b", "c")
         from item in Gen.Choose(1, 9)
         from kind in Gen.Choose(0, 3)
         from minute in Gen.Choose(0, 90)
         select Event(user, session, item, minute, (InteractionKind)kind)).ArrayOf();

    [Test]
    public void Recommend_VisitLikeOthers_GivesWhatFollowed()
    {
        var recommender = Learned();
        var list = Ask(recommender, new(3, 5) { Session = "z" });
        Assert.That(list[0].Item, Is.EqualTo((Id)12));
        Assert.That(list.Select(each => each.Item), Is.EquivalentTo(new Id[] { 10, 11, 12, 13 }));
        Assert.That(list[0].Reason.Source, Is.EqualTo(RecommendationSource.NextItem));
        Assert.That((list[0].Reason.Value, list[0].Reason.Detail), Is.EqualTo((list[0].Score, "sharp")));
        Assert.That(list[0].Reason.Describe(), Does.StartWith("next in visits like this one ("));
    }

    [Test]
    public void Counts_OfAnyKind_AllocatesNothing()
    {
        var options = new NextItemOptions { Kinds = [InteractionKind.View, InteractionKind.Cart] };
        Assert.That(options.Counts(InteractionKind.Cart), Is.True);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var isCounted = options.Counts(InteractionKind.Purchase);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(isCounted, Is.False);
    }

    [Test]
    public void Recommend_UserAlone_IsAboutTheNewestVisit() => Assert.That(
        Ask(Learned(), new(3, 5)), Is.EqualTo(Ask(Learned(), new(3, 5) { Session = "z" })));

    [Test]
    public void Recommend_AroundItems_TakesTheirPlaceAndLeavesTheVisitOut()
    {
        var recommender = Learned();
        var around = Ask(recommender, new(3, 5) { Session = "z", Around = [10, 11] });
        var stranger = Ask(recommender, new(Id.None, 5) { Around = [13] });
        Assert.That(
            around.Select(each => each.Item), Is.EqualTo(Ask(recommender, new(3, 5)).Select(each => each.Item)));
        Assert.That(stranger.Select(each => each.Item), Is.EqualTo(new Id[] { 11, 12, 13 }));
    }

    [Test]
    public void Recommend_NothingKnown_IsEmpty()
    {
        var recommender = Learned();
        Assert.That(Ask(recommender, new(9, 5)), Is.Empty);
        Assert.That(Ask(recommender, new(9, 5) { Session = "z" }), Is.Empty);
        Assert.That(Ask(recommender, new(9, 5) { Around = [99] }), Is.Empty);
    }

    [Test]
    public void Recommend_CurrentOrExcludedItems_AreLeftOut()
    {
        var recommender =
            Learned(new NextItemOptions { Kernel = PairKernelOptions.Sharp, RecommendCurrentItem = false });
        Assert.That(
            Ask(recommender, new(3, 5)).Select(each => each.Item), Is.EquivalentTo(new Id[] { 10, 12, 13 }));
        Assert.That(
            Ask(recommender, new(3, 5) { Excluded = new HashSet<Id> { 12 } }).Select(each => each.Item),
            Is.EquivalentTo(new Id[] { 10, 13 }));
        Assert.That(recommender.Explain(new(3, 5), 11), Is.Null);
        Assert.That(recommender.Explain(new(3, 5) { Excluded = new HashSet<Id> { 12 } }, 12), Is.Null);
    }

    [Test]
    public void Learn_KindsThatDoNotCountAndEventsOfNobody_AreLeftOut()
    {
        var recommender = new NextItemRecommender(new NextItemOptions { Kinds = [InteractionKind.Cart] });
        recommender.Learn(Event(1, "a", 1, 0));
        recommender.Learn(Event(1, "a", 2, 0, InteractionKind.Cart));
        recommender.Learn(Event(0, null, 3, 0, InteractionKind.Cart));
        Assert.That((recommender.State.EventCount, recommender.State.UnassignedEvents), Is.EqualTo((1, 1L)));
    }

    [Test]
    public void Forget_Visits_LeavesNothingOfThem()
    {
        var recommender = Learned();
        Assert.That(recommender.State.ForgetVisits(1), Is.EqualTo(1));
        Assert.That(recommender.State.ForgetVisits(2), Is.EqualTo(1));
        Assert.That((recommender.State.EventCount, recommender.State.ItemCount), Is.EqualTo((3, 2)));
        Assert.That(Ask(recommender, new(3, 5)).Select(each => each.Item), Is.EqualTo(new Id[] { 10 }));
    }

    [Test]
    public void Explain_EveryItemOfAList_AddsUpToItsScore([ValueSource(nameof(Kernels))] SessionKnnOptions? knn)
    {
        FsCheck.Fluent.Prop.ForAll(Events.ToArbitrary(), events =>
        {
            var recommender = new NextItemRecommender(new NextItemOptions { SessionKnn = knn });
            Array.ForEach(events, recommender.Learn);
            var request = new RecommendationRequest<Id, Id>(1, 10);
            return Ask(recommender, request).All(each =>
                recommender.Explain(request, each.Item) is { } why
                && Math.Abs(why.Score - each.Score) <= 1e-12 * Math.Max(1, each.Score)
                && Math.Abs(why.Contributions.Sum(part => part.Value) - each.Score) <= 1e-12 * Math.Max(1, each.Score)
                && why.Contributions.All(part => part.MatchedItem != Id.None && part.Neighbor is not null));
        }).Holds(cases: 100);
    }

    [Test]
    public void Snapshot_AnyCut_ChangesNeitherListsNorBytes([ValueSource(nameof(Kernels))] SessionKnnOptions? knn)
    {
        var cases = from events in Events from cut in Gen.Choose(0, events.Length) select (events, cut);
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var options = Small(knn);
            var (whole, parts) = (new NextItemRecommender(options), new NextItemRecommender(options));
            for (var i = 0; i < each.events.Length; i++)
            {
                if (i == each.cut)
                {
                    var restored = new NextItemRecommender(options);
                    restored.Restore(new SnapshotReader(Saved(parts)));
                    parts = restored;
                }

                whole.Learn(each.events[i]);
                parts.Learn(each.events[i]);
                var request =
                    new RecommendationRequest<Id, Id>(each.events[i].User, 5) { Session = each.events[i].Session };
                if (!Ask(whole, request).SequenceEqual(Ask(parts, request)))
                {
                    return false;
                }
            }

            return Saved(whole).AsSpan().SequenceEqual(Saved(parts));
        }).Holds(cases: 200);
    }

    [Test]
    public void Bounded_AnyEvents_KeepsNoMoreThanTheOptionsSay([ValueSource(nameof(Kernels))] SessionKnnOptions? knn)
    {
        FsCheck.Fluent.Prop.ForAll(Events.ToArbitrary(), events =>
        {
            var recommender = new NextItemRecommender(Small(knn));
            return events.All(each =>
            {
                recommender.Learn(each);
                var state = recommender.State;
                return state.SessionCount <= 5 && state.EventCount <= 12 && state.ItemCount <= 6;
            });
        }).Holds(cases: 200);
    }

    [Test]
    public void NextItems_BehindReorder_IsTheSameInAnyOrderWithinTheLateness(
        [ValueSource(nameof(Kernels))] SessionKnnOptions? knn) => Assert.That(
        () => OperatorLaws.CheckDisorder(
            source => source.Reorder(
                each => each.EventTime, new EventTimeOptions { AllowedLateness = TimeSpan.FromMinutes(10) })
                .NextItems(5, Small(knn)),
            SampleInteractions.Disordered(new Random(1), 300),
            each => each.EventTime,
            TimeSpan.FromMinutes(10)),
        Throws.Nothing);

    [Test]
    public void Preset_VisitorsWhoReload_IsChosenForThemAndSaved()
    {
        var recommender = new NextItemRecommender();
        var random = new Random(7);
        for (var visit = 0; visit < 3_000; visit++)
        {
            var item = random.Next(1, 60);
            for (var step = 0; step < 6; step++)
            {
                item = step % 3 == 0 ? random.Next(1, 60) : item;
                recommender.Learn(Event(0, "v" + visit, item, visit));
            }
        }

        var restored = new NextItemRecommender();
        restored.Restore(new SnapshotReader(Saved(recommender)));
        Assert.That(recommender.State.Preset, Is.Not.EqualTo("long browse"));
        Assert.That(restored.State.Preset, Is.EqualTo(recommender.State.Preset));
        Assert.That(
            () => new NextItemRecommender(new NextItemOptions { Kernel = PairKernelOptions.Wide })
                .Restore(new SnapshotReader(Saved(recommender))),
            Throws.TypeOf<SnapshotException>());
    }

    [Test]
    public void Restore_SnapshotOfAnotherSessionKnn_IsRefused() => Assert.That(
        () => new NextItemRecommender(new NextItemOptions { SessionKnn = SessionKnnOptions.Stan }).Restore(
            new SnapshotReader(Saved(new NextItemRecommender(new() { SessionKnn = SessionKnnOptions.Vstan })))),
        Throws.TypeOf<SnapshotException>().With.Message.Contains("vstan"));

    [Test]
    public void SessionKnn_LikeVisits_NamesItselfAndMayLeaveTheCurrentItemOut()
    {
        var options = new NextItemOptions { SessionKnn = SessionKnnOptions.VmisKnn };
        var list = Ask(Learned(options), new(3, 5) { Session = "z" });
        Assert.That(list.Select(each => each.Item), Is.EquivalentTo(new Id[] { 10, 11, 12, 13 }));
        Assert.That(list[0].Reason.Detail, Is.EqualTo("vmis-knn"));
        Assert.That(
            Ask(Learned(options with { RecommendCurrentItem = false }), new(3, 5)).Select(each => each.Item),
            Is.EquivalentTo(new Id[] { 10, 12, 13 }));
    }

    [Test]
    public void Recommend_KnownVisit_AllocatesNothing()
    {
        var recommender = Learned();
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(3, 5), list);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            recommender.Recommend(new(3, 5), list);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Composition_NextItems_AreThoseOfTheRecommender([Values] bool isForeign)
    {
        using var composed = new ComposedRecommender<Interaction, Id, Id>((shop, lists) =>
        {
            var next = shop.NextItems(5, Sharp);
            lists.AddNextItems(isForeign ? next.Where(_ => true) : next);
        });
        foreach (var each in Visits())
        {
            composed.Learn(each);
        }

        var writer = new SnapshotWriter();
        composed.Snapshot(writer);
        using var restored = new ComposedRecommender<Interaction, Id, Id>((shop, lists) =>
        {
            var next = shop.NextItems(5, Sharp);
            lists.AddNextItems(isForeign ? next.Where(_ => true) : next);
        });
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));
        var expected = Ask(Learned(), new(3, 5)).Select(each => each.Item).ToArray();
        var anonymous = new RecommendationRequest<Id, Id>(Id.None, 5) { Session = "n" };
        Assert.That(Ask(composed, new(3, 5)).Select(each => each.Item), Is.EqualTo(expected));
        Assert.That(Ask(restored, new(3, 5)), Is.EqualTo(Ask(composed, new(3, 5))));
        Assert.That(Ask(composed, anonymous), Is.Not.Empty);
    }

    private static NextItemOptions Sharp { get; } = new() { Kernel = PairKernelOptions.Sharp };

    private static SessionKnnOptions?[] Kernels() =>
    [
        null, SessionKnnOptions.VSknn, SessionKnnOptions.VmisKnn, SessionKnnOptions.Stan, SessionKnnOptions.Vstan,
    ];

    private static NextItemOptions Small(SessionKnnOptions? knn = null) => new()
    {
        SessionKnn = knn is null ? null : knn with { Sessions = 3, Neighbors = 2 },
        MaxSessions = 5,
        MaxEvents = 12,
        MaxItems = 6,
        LastItems = 3,
        SessionsPerItem = 2,
        Sessions = new SessionOptions { MaxOpen = 3, MaxLength = 3 },
    };

    private static Interaction[] Visits() =>
    [
        Event(1, "x", 10, 0), Event(1, "x", 11, 1), Event(1, "x", 12, 2),
        Event(2, "y", 13, 3), Event(2, "y", 11, 4), Event(2, "y", 12, 5),
        Event(0, "n", 10, 6),
        Event(3, "z", 10, 6), Event(3, "z", 11, 7),
    ];

    private static NextItemRecommender Learned(NextItemOptions? options = null)
    {
        var recommender = new NextItemRecommender(options ?? Sharp);
        Array.ForEach(Visits(), recommender.Learn);
        return recommender;
    }

    private static List<Recommendation<Id>> Ask(
        IRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(request, list);
        return list;
    }

    private static Interaction Event(
        int user, string? session, int item, int minute, InteractionKind kind = InteractionKind.View) =>
        new(Start.AddMinutes(minute), kind, user == 0 ? Id.None : user, item) { Session = session };

    private static byte[] Saved(NextItemRecommender recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
