using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Erasure;

public sealed partial class ErasableRecommenderTests
{
    private static readonly ErasureOptions TwoOfThree = new() { MaxEvents = 6, Segments = 2 };

    [Test]
    public void Forget_OfEventsThatAreNoLongerRemembered_CountsThemAndRemovesTheName()
    {
        var erasable = Shopping(TwoOfThree);
        Learn(erasable, Enumerable.Range(1, 4).Select(item => Shop.Purchase("anna", item)));
        Learn(erasable, Enumerable.Range(1, 4).Select(item => Shop.Purchase("bert", item)));

        var result = erasable.Forget("anna");

        Assert.That(result, Is.EqualTo(new UserChangeResult(1, 3)));
        Assert.That(result.IsComplete, Is.False);
        Assert.That(Inner(erasable).Knows("anna"), Is.False);
        Assert.That(Text(erasable), Does.Not.Contain("anna").And.Contain("bert"));
        Assert.That(Popularity(erasable, 1), Is.EqualTo(2), "a purchase without a name stays");
        Assert.That(Popularity(erasable, 4), Is.EqualTo(1), "one that is remembered goes");
    }

    [Test]
    public void Forget_Twice_HasNothingToDo()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.View(1, 1), Shop.View(2, 2)]);

        Assert.That(erasable.Forget(1), Is.EqualTo(new UserChangeResult(1, 0)));
        Assert.That(erasable.Forget(1), Is.EqualTo(default(UserChangeResult)));
        Assert.That(erasable.Forget(3), Is.EqualTo(default(UserChangeResult)));
        Assert.That(erasable.EventCount, Is.EqualTo(1));
    }

    [Test]
    public void Forget_WithMoreUsersThanAreCounted_TellsOfHowManyItDoesNotKnow()
    {
        var erasable = Shopping(TwoOfThree with { MaxUsers = 1 });
        Learn(erasable, [Shop.View(1, 1), Shop.View(2, 2), Shop.View(3, 3)]);
        Learn(erasable, Enumerable.Range(0, 6).Select(_ => Shop.View(9, 1)));

        Assert.That(erasable.Forget(1), Is.EqualTo(new UserChangeResult(0, 1) { Unknown = 2 }));
        Assert.That(erasable.Forget(2), Is.EqualTo(new UserChangeResult(0, 0) { Unknown = 2 }));
        Assert.That(Inner(erasable).Knows(2), Is.False, "what is kept under the name goes in any case");
    }

    [Test]
    public void Retract_OfEqualEvents_TakesTheNewestBack()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.View(1, 1), Shop.View(1, 2), Shop.View(1, 1)]);

        Assert.That(erasable.Retract(Shop.View(1, 1)).Changed, Is.EqualTo(1));

        Assert.That(Inner(erasable).History.Newest(1).ToArray(), Is.EqualTo(new Id[] { 2, 1 }));
        Assert.That(erasable.Retract(Shop.View(1, 3)), Is.EqualTo(default(UserChangeResult)), "never learned");
    }

    [Test]
    public void Retract_OfWhatMayNoLongerBeRemembered_SaysSo()
    {
        var erasable = Shopping(TwoOfThree);
        Learn(erasable, [Shop.View(1, 1), Shop.View(Id.None, 2)]);
        Learn(erasable, Enumerable.Range(0, 8).Select(_ => Shop.View(9, 1)));

        Assert.That(erasable.Retract(Shop.View(1, 1)), Is.EqualTo(new UserChangeResult(0, 1)));
        Assert.That(erasable.Retract(Shop.View(Id.None, 2)).Unknown, Is.EqualTo(1));
    }

    [Test]
    public void Merge_OfAGuestWhoseEventComesLater_IsTheAccounts()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.View("guest", 1), Shop.View("anna", 2)]);
        erasable.Merge("guest", "anna");

        Learn(erasable, [Shop.View("guest", 3)]);

        Assert.That(Inner(erasable).History.Newest("anna").ToArray(), Is.EqualTo(new Id[] { 3, 2, 1 }));
        Assert.That(Inner(erasable).Knows("guest"), Is.False);
    }

    [Test]
    public void Merge_ChainsAndCircles_EndAtOneAccount()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.View("a", 1), Shop.View("b", 2), Shop.View("c", 3)]);

        erasable.Merge("a", "b");
        erasable.Merge("b", "c");
        var circle = erasable.Merge("c", "a");
        erasable.Merge("c", "c");
        Learn(erasable, [Shop.View("a", 4)]);

        Assert.That(circle, Is.EqualTo(default(UserChangeResult)));
        Assert.That(Inner(erasable).History.Newest("c").ToArray(), Is.EqualTo(new Id[] { 4, 3, 2, 1 }));
        Assert.That(erasable.Forget("a").Changed, Is.EqualTo(4), "to forget a guest is to forget the account");
    }

    [Test]
    public void Merge_OfASharedDevice_DoesNotJoinTwoAccounts()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.View("device", 1)]);
        erasable.Merge("device", "anna");
        erasable.Merge("device", "bert");
        Learn(erasable, [Shop.View("device", 2)]);

        Assert.That(Inner(erasable).History.Newest("anna").ToArray(), Is.EqualTo(new Id[] { 1 }));
        Assert.That(Inner(erasable).History.Newest("bert").ToArray(), Is.EqualTo(new Id[] { 2 }));
    }

    [Test]
    public void Merge_BeyondTheBound_LetsTheOldestGoAndCountsIt()
    {
        var erasable = Shopping(new ErasureOptions { MaxMerges = 1 });
        erasable.Merge(1, 10);
        erasable.Merge(2, 20);
        Learn(erasable, [Shop.View(1, 1), Shop.View(2, 2)]);

        Assert.That(erasable.EvictedMerges, Is.EqualTo(1));
        Assert.That(Inner(erasable).Knows(1), Is.True);
        Assert.That(Inner(erasable).Knows(20), Is.True);
    }

    [Test]
    public void Forget_OfTheNewestEvent_LeavesTimeWhereItWas()
    {
        var erasable = Shopping();
        Learn(erasable, [Shop.Purchase(1, 1), Shop.Purchase(1, 2, hour: 30), Shop.Purchase(2, 3, hour: 90)]);
        var before = erasable.Watermark;

        erasable.Forget(2);

        Assert.That(erasable.Watermark, Is.EqualTo(before));
        erasable.Forget(1);
        Assert.That(erasable.Watermark, Is.EqualTo(before), "and stays there with the next change");
    }

    [Test]
    public void Forget_AfterTheEnd_StaysAtTheEnd()
    {
        using var erasable = new ErasableRecommender<Interaction, Id, Id>(
            () => new ComposedRecommender<Interaction, Id, Id>(Composition.ShopStreams.Compose),
            UserSelectors.Interactions);
        Learn(erasable, [Shop.Purchase(1, 1), Shop.Purchase(2, 2)]);
        erasable.Complete();

        Assert.That(erasable.Forget(1).Changed, Is.EqualTo(1));

        Assert.That(Shop.Items(erasable, 2), Is.EqualTo(Shop.Items(Completed(Shop.Purchase(2, 2)), 2)));
    }

    [Test]
    public void Change_ThatThrows_LeavesAllAsItWas()
    {
        var fails = false;
        var erasable = new ErasableRecommender<Interaction, Id, Id>(
            () => new SimilarItemsRecommender<Interaction, Id, Id>(
                value => fails ? throw new InvalidDataException("no user") : value.User, static value => value.Item),
            UserSelectors.Interactions,
            TwoOfThree);
        Learn(erasable, [Shop.View(1, 1), Shop.View(2, 1), Shop.View(2, 2), Shop.View(3, 3)]);
        var state = Text(erasable);
        fails = true;

        Assert.That(() => erasable.Forget(1), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => erasable.Merge(1, 2), Throws.TypeOf<InvalidDataException>());

        Assert.That(Text(erasable), Is.EqualTo(state));
        fails = false;
        Assert.That(Shop.Items(erasable, 1), Is.EqualTo(new Id[] { 2 }));
    }

    [Test]
    public void Merge_WithoutAWayToChangeEvents_SaysWhatIsMissing()
    {
        var erasable = new ErasableRecommender<Interaction, Id, Id>(
            () => new PopularityRecommender(), new() { User = static value => value.User });
        Assert.That(
            () => erasable.Merge(1, 2), Throws.InvalidOperationException.With.Message.Contains("WithUser"));
    }

    [Test]
    public void Merge_WithAWayThatChangesNothing_IsRefused()
    {
        var erasable = new ErasableRecommender<Interaction, Id, Id>(
            () => new PopularityRecommender(),
            new() { User = static value => value.User, WithUser = static (value, _) => value });
        Learn(erasable, [Shop.View(1, 1)]);
        Assert.That(
            () => erasable.Merge(1, 2), Throws.InvalidOperationException.With.Message.Contains("WithUser"));
    }

    [Test]
    public void Changes_InTheStreamOfEvents_ComeInTheirPlace()
    {
        using var inputs = new Subject<UserInput<Interaction, Id>>();
        using var requests = new Subject<RecommendationRequest<Id, Id>>();
        var (lists, outcomes) = (new List<Id[]>(), new List<(UserChangeKind, long)>());
        using var running = inputs
            .RecommendOnDemand(requests, () => new ErasableRecommender<Interaction, Id, Id>(
                () => Baselines.RecentItems(), UserSelectors.Interactions)
                .WithChanges((change, outcome) => outcomes.Add((change.Kind, outcome.Changed))))
            .Subscribe(list => lists.Add([.. list.Items.Select(each => each.Item)]));

        inputs.OnNext(Shop.View("guest", 1));
        inputs.OnNext(Shop.View("anna", 2));
        inputs.OnNext(UserChange<Id>.Merge("guest", "anna", Shop.Start));
        requests.OnNext(new("anna", 5));
        inputs.OnNext(UserChange<Id>.Forget("anna", Shop.Start));
        requests.OnNext(new("anna", 5));

        Assert.That(lists, Is.EqualTo(new Id[][] { [2, 1], [] }));
        Assert.That(outcomes, Is.EqualTo(new[] { (UserChangeKind.Merge, 1L), (UserChangeKind.Forget, 2L) }));
    }

    [Test]
    public void Changes_HeldByReorder_AreSavedWithIt()
    {
        var codecs = SnapshotCodecs.Default.WithUserInputs<Interaction, Id>();
        UserInput<Interaction, Id>[] inputs =
        [
            Shop.View(1, 1) with { Session = "s" },
            UserChange<Id>.Forget("anna", Shop.Start),
            UserChange<Id>.Merge(1, "anna", Shop.Start),
            UserChange<Id>.MergeVisit("s", 1, Shop.Start),
        ];
        var writer = new SnapshotWriter(codecs);
        foreach (var input in inputs)
        {
            writer.Write(input);
        }

        var reader = new SnapshotReader(writer.Written.ToArray(), codecs);
        Assert.That(
            inputs.Select(_ => reader.Read<UserInput<Interaction, Id>>()).ToArray(), Is.EqualTo(inputs));
        Assert.That(reader.Remaining, Is.Zero);
    }

    [Test]
    public void Restore_WithOtherSegments_IsRefused()
    {
        var writer = new SnapshotWriter();
        Shopping(TwoOfThree).Snapshot(writer);
        Assert.That(
            () => Shopping().Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("segments"));
    }

    [Test]
    public void Restore_OfBytesCutAnywhere_IsASnapshotException()
    {
        var erasable = Recent();
        Learn(erasable, Enumerable.Range(1, 9).Select(item => Shop.View(item % 3, item, hour: item)));
        erasable.Merge(1, 2);
        erasable.AdvanceTo(Shop.Start.AddDays(3));
        var writer = new SnapshotWriter();
        erasable.Snapshot(writer);
        var bytes = writer.Written.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.That(
                () => Recent().Restore(new SnapshotReader(bytes.AsMemory(0, length))),
                Throws.TypeOf<SnapshotException>(),
                $"{length} bytes");
        }

        static ErasableRecommender<Interaction, Id, Id> Recent() =>
            new(() => Baselines.RecentItems(), UserSelectors.Interactions, TwoOfThree);
    }

    [Test]
    public void Learn_OfMoreThanIsRemembered_StaysWithinTheBound()
    {
        var erasable = Shopping(new ErasureOptions { MaxEvents = 100, Segments = 4 });
        for (var i = 0; i < 1_000; i++)
        {
            erasable.Learn(Shop.View(i % 7, i % 11));
            Assert.That(erasable.EventCount, Is.LessThanOrEqualTo(100).And.GreaterThan(Math.Min(i, 75)));
        }
    }

    [Test]
    public void Forget_OfHalfOfWhatIsRemembered_MakesRoomForAsMuch()
    {
        var erasable = Shopping(new ErasureOptions { MaxEvents = 40, Segments = 4 });
        Learn(erasable, Enumerable.Range(0, 40).Select(place => Shop.View(place % 2, place)));

        erasable.Forget(1);
        Learn(erasable, Enumerable.Range(0, 20).Select(_ => Shop.View(2, 3)));

        Assert.That(erasable.EventCount, Is.EqualTo(40));
        Assert.That(erasable.Forget(0), Is.EqualTo(new UserChangeResult(20, 0)));
    }

    [Test]
    public void Learn_WithinASegment_AllocatesNothing()
    {
        var erasable = new ErasableRecommender<Interaction, Id, Id>(
            () => Baselines.RecentItems(new() { MaxLength = 2 }),
            UserSelectors.Interactions,
            new ErasureOptions { MaxEvents = 30_000, Segments = 3 });
        var value = Shop.View(1, 1);
        for (var i = 0; i < 40_001; i++)
        {
            erasable.Learn(value);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 9_000; i++)
        {
            erasable.Learn(value);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Arguments_ThatCannotBe_AreNamed()
    {
        var erasable = Shopping();
        Assert.That(() => erasable.MergeVisit("", 1), Throws.ArgumentException);
        Assert.That(() => erasable.Apply(default), Throws.ArgumentException);
        Assert.That(() => (UserInput<Interaction, Id>)default(UserChange<Id>), Throws.ArgumentException);
        Assert.That(() => new ErasureOptions { MaxEvents = 1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ErasureOptions { Segments = 1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ErasableRecommender<Interaction, Id, Id>(
                () => new PopularityRecommender(), new() { User = null! }),
            Throws.ArgumentException);
    }

    private static ErasableRecommender<Interaction, Id, Id> Shopping(ErasureOptions? options = null) =>
        new(() => new ShopRecommender(), UserSelectors.Interactions, options);

    private static ShopRecommender Inner(ErasableRecommender<Interaction, Id, Id> erasable) =>
        (ShopRecommender)erasable.Recommender;

    private static double Popularity(ErasableRecommender<Interaction, Id, Id> erasable, Id item) =>
        Inner(erasable).Catalog.TryGet(item, out var found) ? found.Popularity : 0;

    private static ComposedRecommender<Interaction, Id, Id> Completed(Interaction value)
    {
        var recommender = new ComposedRecommender<Interaction, Id, Id>(Composition.ShopStreams.Compose);
        recommender.Learn(value);
        recommender.Complete();
        return recommender;
    }

    private static void Learn(ErasableRecommender<Interaction, Id, Id> recommender, IEnumerable<Interaction> events)
    {
        foreach (var value in events)
        {
            recommender.Learn(value);
        }
    }

    private static string Text(ErasableRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return Encoding.Latin1.GetString(writer.Written);
    }
}
