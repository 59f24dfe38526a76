using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Composition;

/// <summary>Streams and the ready-made recommender give the same lists, whatever comes and in whatever order.</summary>
public sealed class ComposedRecommenderLawTests
{
    private static readonly TimeSpan Lateness = TimeSpan.FromHours(3);

    private delegate void Compose(IObservable<Interaction> shop, CandidateStreams<Id, Id> lists);

    private static readonly Arbitrary<(Interaction Event, RecommendationRequest<Id, Id> Asked)[]> Shuffled =
        (from hour in Gen.Choose(0, 6)
         from kind in Gen.Choose(0, 3)
         from user in Gen.Choose(-1, 3)
         from item in Gen.Choose(1, 8)
         from session in Gen.Choose(-1, 2)
         from asked in Gen.Choose(-1, 4)
         from askedSession in Gen.Choose(-1, 3)
         select (Shop.Event(
             (InteractionKind)kind, user < 0 ? Id.None : user, item, item < 6 ? $"brand {item % 3}" : null, hour) with
         {
             Quantity = 1 + (item % 2),
             CategoryPath = item % 2 == 0 ? "a.b" : null,
             Session = SessionOf(session),
         }, new RecommendationRequest<Id, Id>(asked < 0 ? Id.None : asked, 6)
         {
             Session = SessionOf(askedSession),
         })).ArrayOf().ToArbitrary();

    [Test]
    public void Lists_OfStreamsOverDisorder_AreThoseOfTheReadyMade() => Agree(ShopStreams.ComposeWithVisits);

    [Test]
    public void Lists_OfForeignStreamsOverDisorder_AreThoseOfTheReadyMade() =>
        Agree(ShopStreams.ComposeForeignWithVisits);

    [Test]
    public void Recommend_AfterEachEvent_AsksForItsUser() => Prop.ForAll(Shuffled, events =>
    {
        var source = events.Select(each => each.Event).ToObservable().Reorder(ShopStreams.Sorted);
        var readyMade = source
            .Recommend(6, () => new ShopRecommender(ShopStreams.ReadyMade), each => each.User)
            .Where(list => !list.User.IsNone);

        Assert.That(Lists(source.Recommend(6, ShopStreams.ComposeWithVisits)), Is.EqualTo(Lists(readyMade)));
    }).Holds(cases: 100);

    [Test]
    public void Snapshot_CutAnywhere_GoesOnAsIfNothingHadHappened([Values] bool isForeign) =>
        Prop.ForAll(Shuffled, Gen.Choose(0, 1000).ToArbitrary(), (events, at) =>
        {
            Compose compose = isForeign ? ShopStreams.ComposeForeignWithVisits : ShopStreams.ComposeWithVisits;
            using var whole = new ComposedRecommender<Interaction, Id, Id>(compose.Invoke);
            using var restored = new ComposedRecommender<Interaction, Id, Id>(compose.Invoke);
            var sorted = events.OrderBy(each => each.Event.EventTime).ToArray();
            var cut = at % (sorted.Length + 1);
            foreach (var (value, _) in sorted[..cut])
            {
                whole.Learn(value);
            }

            restored.Restore(new SnapshotReader(Bytes(whole)));
            Assert.That(Bytes(restored), Is.EqualTo(Bytes(whole)), "the same bytes");
            foreach (var (value, asked) in sorted[cut..])
            {
                Assert.That(Ask(restored, asked), Is.EqualTo(Ask(whole, asked)));
                whole.Learn(value);
                restored.Learn(value);
            }

            whole.Complete();
            restored.Complete();
            using var ended = new ComposedRecommender<Interaction, Id, Id>(compose.Invoke);
            ended.Restore(new SnapshotReader(Bytes(whole)));
            foreach (var asked in events.Select(each => each.Asked).Distinct())
            {
                Assert.That(Ask(restored, asked), Is.EqualTo(Ask(whole, asked)));
                Assert.That(Ask(ended, asked), Is.EqualTo(Ask(whole, asked)), "restored at the end");
            }
        }).Holds(cases: 60);

    private static byte[] Bytes(ComposedRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }

    private static void Agree(Compose compose) => Prop.ForAll(Shuffled, events =>
    {
        var inOrder = new EventTimeOptions { AllowedLateness = Lateness };
        var asked = events.ToLookup(each => each.Event, each => each.Asked);
        var expected = events.Select(each => each.Event).ToObservable().Reorder(inOrder).Publish(
            shop => shop.RecommendOnDemand(Requests(shop, asked), () => new ShopRecommender(ShopStreams.ReadyMade)));
        var composed = events.Select(each => each.Event).ToObservable().Reorder(inOrder).Publish(
            shop => shop.RecommendOnDemand(Requests(shop, asked), compose.Invoke));

        Assert.That(string.Join(";\n", Lists(composed)), Is.EqualTo(string.Join(";\n", Lists(expected))));
    }).Holds(cases: 150);

    private static IObservable<RecommendationRequest<Id, Id>> Requests(
        IObservable<Interaction> shop, ILookup<Interaction, RecommendationRequest<Id, Id>> asked) =>
        shop.SelectMany(each => asked[each]);

    private static string? SessionOf(int number) => number < 0 ? null : $"visit {number}";

    private static List<Recommendation<Id>> Ask(
        ComposedRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(request, list);
        return list;
    }

    private static List<string> Lists(IObservable<RecommendationList<Id, Id>> source)
    {
        var lists = new List<string>();
        source.Subscribe(list => lists.Add(list.ToString()));
        return lists;
    }
}
