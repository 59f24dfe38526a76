using System.Reactive.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Composition;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Erasure;

/// <summary>
/// Whoever is forgotten is in no state any more, even where what they did long ago is no longer remembered one by one.
/// </summary>
public sealed class ForgottenNamesTests
{
    private static readonly ErasureOptions Few = new() { MaxEvents = 6, Segments = 2 };

    private static readonly Arbitrary<(int Key, int Item)[]> Events =
        (from key in Gen.Choose(0, 4) from item in Gen.Choose(0, 6) select (key, item)).ArrayOf().ToArbitrary();

    /// <summary>Ten events of a user and ten of another, of which six are remembered.</summary>
    private static Interaction[] TwoUsers { get; } =
    [
        .. Enumerable.Range(0, 20).Select(place => Shop.Event(
            (InteractionKind)(place % 4), place < 10 ? "anna" : "bert", place % 7, "brand", place) with
        {
            Session = place % 2 == 0 ? null : "s",
        }),
    ];

    private static IEnumerable<TestCaseData> Recommenders()
    {
        yield return Case("shop", () => new ShopRecommender());
        yield return Case("shop with bundles", () => new ShopRecommender(
            new ShopRecommenderOptions { Sources = [new(RecommendationSource.BoughtTogether)] }));
        yield return Case("composed", () => new ComposedRecommender<Interaction, Id, Id>(ShopStreams.Compose));
        yield return Case("foreign", () => new ComposedRecommender<Interaction, Id, Id>(ShopStreams.ComposeForeign));
        yield return Case("recent", () => Baselines.RecentItems());
        yield return Case("successors", () => Baselines.Successors());
        yield return Case("delayed", () => Baselines.Delayed(
            new ShopRecommender(), TimeSpan.FromHours(12)));
        yield return Case("similar", () => new SimilarItemsRecommender());
        yield return Case("next", () => new NextItemRecommender());
        yield return Case("item to item", () => ItemToItem.Recommender());
        yield return Case("blend", () => new BlendRecommender<Interaction, Id, Id>(
            (new NextItemRecommender(), 1), (new ShopRecommender(), .5)));
        yield return Case("chain", () => new ChainRecommender<Interaction, Id, Id>(
            new NextItemRecommender(), new ShopRecommender()));
        yield return Case("reranked", () => new RerankedRecommender<Interaction, Id, Id>(new ShopRecommender()));
        yield return Case("with changes", () => new ShopRecommender().WithChanges(
            Observable.Never<ItemChange<Id>>(), new ItemCatalog<Id>()));
        yield return Case("content", () => ContentBased.Recommender());
        yield return Case("item-cf", () => ItemToItem.OfUsers());
        yield return Case("table", () => new ItemModelRecommender(
            new NeighborTableBuilder<Id>().Build()));
        yield return Case("vectors", () => new ItemModelRecommender(new ItemVectorsBuilder<Id>(2).Build()));
        yield return Case("composed of recommenders", () => new ComposedRecommender<Interaction, Id, Id>(
            (events, list) => list.AddRecommender(new("shop"), events, () => new ShopRecommender())));
    }

    [TestCaseSource(nameof(Recommenders))]
    public void Forget_OfWhatIsNoLongerRemembered_LeavesNoName(Func<IRecommender<Interaction, Id, Id>> make)
    {
        var erasable = new ErasableRecommender<Interaction, Id, Id>(make, UserSelectors.Interactions, Few);
        foreach (var value in TwoUsers)
        {
            erasable.Learn(value);
        }

        Assert.That(Text(erasable.Snapshot), Does.Contain("anna"));

        Assert.That(erasable.Forget("anna"), Is.EqualTo(new UserChangeResult(0, 10)));

        Assert.That(Text(erasable.Snapshot), Does.Not.Contain("anna").And.Contain("bert"));
    }

    [TestCase("last items")]
    [TestCase("carts")]
    [TestCase("similar items")]
    [TestCase("next items")]
    [TestCase("sessions")]
    [TestCase("attribution")]
    [TestCase("triggers")]
    [TestCase("triggers with lists")]
    [TestCase("insights")]
    [TestCase("bundles")]
    [TestCase("bundle counts")]
    [TestCase("lists")]
    [TestCase("joined lists")]
    public void RunErasable_OfWhatIsNoLongerRemembered_LeavesNoName(string what)
    {
        Func<IObservable<Interaction>, IObservable<object>> pipeline = what switch
        {
            "last items" => events => events.LastItemsPerUser(3).Box(),
            "carts" => events => events.CartMinusPurchasePerUser(
                new CartOptions { AllowedLateness = TimeSpan.Zero }).Box(),
            "similar items" => events => events.SimilarItems(3).Box(),
            "next items" => events => events.NextItems(3).Box(),
            "sessions" => events => events.Sessionize().Box(),
            "attribution" => events => events.AttributeConversions(
                TimeSpan.FromDays(2),
                each => each.User,
                each => each.Item,
                each => each.Kind == InteractionKind.Purchase ? AttributionRole.Conversion : AttributionRole.Touch,
                each => each.EventTime,
                new() { AllowedLateness = TimeSpan.FromHours(14) }).Box(),
            "triggers" => events => events.Triggers(
                Observable.Empty<ItemChange<Id>>(), new() { AllowedLateness = TimeSpan.FromHours(14) }).Box(),
            "triggers with lists" => events => events.TriggersWithLists(
                Observable.Empty<ItemChange<Id>>(),
                3,
                () => new ShopRecommender(),
                new() { AllowedLateness = TimeSpan.FromHours(14) }).Box(),
            "insights" => events => events.Insights(
                TimeSpan.FromDays(1), new() { AllowedLateness = TimeSpan.FromHours(14) }).Box(),
            "bundles" => events => events.Bundles().Box(),
            "bundle counts" => events => events.BundleCounts().Box(),
            "lists" => events => events.Recommend(3, () => new ShopRecommender(), each => each.User).Box(),
            _ => events => events.Recommend(3, ShopStreams.Compose).Box(),
        };
        var machine = new ErasableMachine<Interaction, Id, object>(
            () => new PipelineTarget<Interaction, object>(pipeline, null), UserSelectors.Interactions, Few);
        var output = new Output<ErasableResult<Id, object>>();
        foreach (var value in TwoUsers)
        {
            machine.OnEvent(value, output);
        }

        Assert.That(Text(machine.Snapshot), Does.Contain("anna"));
        output.Clear();
        machine.OnEvent(UserChange<Id>.Forget("anna", Shop.Start), output);

        Assert.That(output[0].Outcome, Is.EqualTo(new UserChangeResult(0, 10)));
        Assert.That(Text(machine.Snapshot), Does.Not.Contain("anna").And.Contain("bert"));
    }

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(false, false)]
    public void LastPerKeyState_Forget_IsAsIfTheKeyHadNeverBeen(bool isBounded, bool isTimed) =>
        Prop.ForAll(Events, Gen.Choose(0, 4).ToArbitrary(), (events, forgotten) =>
        {
            LastPerKeyState<Id, Id> Learned(IEnumerable<(int Key, int Item)> learned)
            {
                var lists = new LastPerKeyState<Id, Id>(
                    3,
                    isTimed ? LastPerKeyOrder.EventTime : LastPerKeyOrder.Arrival,
                    new LastPerKeyOptions { Distinct = true, MaxKeys = isBounded ? 100 : null });
                Add(lists, learned);
                return lists;
            }

            static void Add(LastPerKeyState<Id, Id> lists, IEnumerable<(int Key, int Item)> learned)
            {
                foreach (var (key, item) in learned)
                {
                    lists.Add($"key {key}", $"item {item}", Shop.Start.AddHours(item));
                }
            }

            var state = Learned(events);
            var isKnown = events.Any(each => each.Key == forgotten);

            Assert.That(state.Forget($"key {forgotten}"), Is.EqualTo(isKnown));

            var others = events.Where(each => each.Key != forgotten).ToArray();
            var model = Learned(others);
            Add(state, events);
            Add(model, events);
            Assert.That(state.KeyCount, Is.EqualTo(model.KeyCount));
            for (var key = 0; key <= 4; key++)
            {
                Assert.That(
                    state.Newest($"key {key}").ToArray(), Is.EqualTo(model.Newest($"key {key}").ToArray()));
            }
        }).Holds(cases: 50);

    [Test]
    public void CartState_Forget_LeavesTheOtherCarts() =>
        Prop.ForAll(Events, Gen.Choose(0, 4).ToArbitrary(), (events, forgotten) =>
        {
            CartState<Id, Id> Learned(Func<int, bool> takes)
            {
                var carts = new CartState<Id, Id>(new CartOptions { AllowedLateness = TimeSpan.Zero });
                foreach (var (key, item) in events.Where(each => takes(each.Key)))
                {
                    carts.Apply(
                        new CartEvent<Id, Id>(key, item, item == 6 ? CartAction.Purchase : CartAction.Add), Shop.Start);
                }

                return carts;
            }

            var (state, model) = (Learned(_ => true), Learned(key => key != forgotten));

            Assert.That(state.Forget(forgotten), Is.EqualTo(events.Any(each => each.Key == forgotten)));

            Assert.That(state.KeyCount, Is.EqualTo(model.KeyCount));
            for (var key = 0; key <= 4; key++)
            {
                Assert.That(state.Open(key).ToArray(), Is.EqualTo(model.Open(key).ToArray()));
                Assert.That(state.Closed(key).ToArray(), Is.EqualTo(model.Closed(key).ToArray()));
            }
        }).Holds(cases: 50);

    [Test]
    public void SimilarItemsState_Forget_IsAsIfTheUserHadNeverBeen() =>
        Prop.ForAll(Events, Gen.Choose(0, 4).ToArbitrary(), (events, forgotten) =>
        {
            SimilarItemsState<Id, Id> Learned(Func<int, bool> takes)
            {
                var similar = new SimilarItemsState<Id, Id>(new SimilarItemsOptions { LastCount = 3 });
                foreach (var (key, item) in events.Where(each => takes(each.Key)))
                {
                    similar.Learn(key, item);
                }

                return similar;
            }

            var (state, model) = (Learned(_ => true), Learned(key => key != forgotten));

            Assert.That(state.Forget(forgotten), Is.EqualTo(events.Any(each => each.Key == forgotten)));

            Assert.That((state.UserCount, state.ItemCount), Is.EqualTo((model.UserCount, model.ItemCount)));
            Assert.That(state.EvictedUsers, Is.Zero);
            var (one, other) = (new List<SimilarItem<Id>>(), new List<SimilarItem<Id>>());
            for (var key = 0; key <= 4; key++)
            {
                state.Query(key, 5, one);
                model.Query(key, 5, other);
                Assert.That(one, Is.EqualTo(other));
            }
        }).Holds(cases: 50);

    private static TestCaseData Case(string name, Func<IRecommender<Interaction, Id, Id>> make) =>
        new TestCaseData(make).SetArgDisplayNames(name);

    private static string Text(Action<SnapshotWriter> snapshot)
    {
        var writer = new SnapshotWriter();
        snapshot(writer);
        return Encoding.Latin1.GetString(writer.Written);
    }
}
