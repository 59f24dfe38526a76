using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Recommenders;

public sealed class CartThenRecentRecommenderTests
{
    private const int LastItems = 4;
    private static readonly Arbitrary<Interaction[]> AnyOrder =
        (from kind in Gen.Choose(0, 3)
         from user in Gen.Choose(-1, 2)
         from item in Gen.Choose(0, 7)
         from hour in Gen.Choose(0, 48)
         select Shop.Event((InteractionKind)kind, user < 0 ? Id.None : user, item, hour: hour)).ArrayOf().ToArbitrary();

    [TestCase("", "")]
    [TestCase("view 7", "7")]
    [TestCase("cart 7, cart 8, view 7", "8 7")]
    [TestCase("cart 7, view 8, remove 7", "8")]
    [TestCase("cart 7, purchase 7, view 7", "")]
    [TestCase("cart 7, purchase 7, cart 7", "7")]
    [TestCase("purchase 7, remove 8, view 9", "9")]
    [TestCase("cart 1, view 2, view 3, view 4, view 5, view 6", "1 6 5 4 3")]
    public void Recommend_Events_GivesCartThenWhatIsNotClosed(string events, string expected) =>
        Assert.That(string.Join(' ', Shop.Items(Learned(Parse(events)), 1)), Is.EqualTo(expected));

    [Test]
    public void Recommend_CartAndHistory_SaysWhy()
    {
        var list = Shop.Ask(Learned(Shop.View(1, 5), Shop.Cart(1, 7), Shop.Cart(1, 7)), 1);

        Assert.That(list, Is.EqualTo(new Recommendation<Id>[]
        {
            new(7, 2, new(RecommendationSource.OpenCart, 2)),
            new(5, 1, new(RecommendationSource.History, 2)),
        }));
    }

    [Test]
    public void Recommend_UnknownUser_GivesNothing()
    {
        var recommender = Learned(Shop.View(1, 5), Shop.Cart(Id.None, 6));

        Assert.That(Shop.Items(recommender, 2), Is.Empty);
        Assert.That(Shop.Items(recommender, Id.None), Is.Empty);
    }

    [Test]
    public void Learn_MoreUsersThanKept_ForgetsTheOneLongestWithoutEvent()
    {
        var recommender = new CartThenRecentRecommender(LastItems, maxUsers: 2);
        foreach (var user in new[] { 1, 2, 1, 3 })
        {
            recommender.Learn(Shop.Cart(user, 5));
        }

        Assert.That(recommender.EvictedUsers, Is.EqualTo(1));
        Assert.That(Shop.Items(recommender, 2), Is.Empty);
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 5 }));
    }

    [Test]
    public void Recommend_AnyOrder_IsTheModel() => Prop.ForAll(AnyOrder, events =>
    {
        var recommender = Learned(events);
        return Enumerable.Range(0, 3).All(user => Enumerable.Range(1, 9).All(count =>
            Shop.Items(recommender, user, count).SequenceEqual(Model(events, user).Take(count))));
    }).Holds();

    [Test]
    public void Snapshot_AtAnyCut_ChangesNoListAndNoByte() => Prop.ForAll(
        AnyOrder, Gen.Choose(0, 100).ToArbitrary(), (events, percent) =>
        {
            var cut = events.Length * percent / 100;
            var restored = new CartThenRecentRecommender(LastItems);
            restored.Restore(new SnapshotReader(Bytes(Learned(events[..cut]))));
            foreach (var each in events[cut..])
            {
                restored.Learn(each);
            }

            var whole = Learned(events);
            return Bytes(restored).SequenceEqual(Bytes(whole))
                && Enumerable.Range(0, 3).All(user =>
                    Shop.Ask(restored, user).SequenceEqual(Shop.Ask(whole, user)));
        }).Holds();

    [Test]
    public void Restore_OtherSettings_Throws()
    {
        var bytes = Bytes(Learned(Shop.Cart(1, 5)));

        Assert.That(
            () => new CartThenRecentRecommender(LastItems + 1).Restore(new SnapshotReader(bytes)),
            Throws.TypeOf<SnapshotException>());
    }

    [TestCase(0, 1, 1, "lastItems")]
    [TestCase(1, 0, 1, "maxUsers")]
    [TestCase(1, 1, 0, "closedItemsKept")]
    public void Constructor_NotPositive_NamesTheParameter(int lastItems, int maxUsers, int closed, string name) =>
        Assert.That(
            () => new CartThenRecentRecommender(lastItems, maxUsers, closed),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));

    private static CartThenRecentRecommender Learned(params Interaction[] events)
    {
        var recommender = new CartThenRecentRecommender(LastItems);
        foreach (var each in events)
        {
            recommender.Learn(each);
        }

        return recommender;
    }

    private static Interaction[] Parse(string events) =>
    [
        .. from text in events.Split(", ", StringSplitOptions.RemoveEmptyEntries)
           let parts = text.Split(' ')
           select Shop.Event(Enum.Parse<InteractionKind>(parts[0], ignoreCase: true), 1, long.Parse(parts[1])),
    ];

    /// <summary>The list as its description says it, from all events.</summary>
    private static IEnumerable<Id> Model(Interaction[] events, Id user)
    {
        var own = events.Where(each => each.User == user).Reverse().ToList();
        InteractionKind? LastChange(Id item) => own
            .Where(each => each.Item == item && each.Kind != InteractionKind.View)
            .Select(each => (InteractionKind?)each.Kind)
            .FirstOrDefault();
        var cart = own.Where(each => each.Kind == InteractionKind.Cart).Select(each => each.Item).Distinct()
            .Where(item => LastChange(item) == InteractionKind.Cart);
        var recent = own.Select(each => each.Item).Distinct().Take(LastItems)
            .Where(item => LastChange(item) is null or InteractionKind.Cart);
        return cart.Union(recent);
    }

    private static byte[] Bytes(CartThenRecentRecommender recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
