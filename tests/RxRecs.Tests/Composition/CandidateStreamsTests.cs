using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Composition;

public sealed class CandidateStreamsTests
{
    private static readonly RecommendationSource Staff = new("Staff");
    private static readonly CartOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };

    private static readonly Interaction[] Events =
    [
        Shop.View(1, 10), Shop.Cart(2, 11, hour: 1), Shop.View(1, 12, hour: 2), Shop.Cart(1, 10, hour: 3),
        Shop.View(3, 13, hour: 4), Shop.Purchase(2, 11, hour: 5),
    ];

    private delegate void Compose(IObservable<Interaction> shop, CandidateStreams<Id, Id> list);

    /// <summary>Last items by a user's own Rx give the lists that the operator gives.</summary>
    [Test]
    public void Stage_SwappedForPlainRx_GivesTheSameLists()
    {
        var ours = Lists((shop, list) => list
            .AddCart(shop.CartMinusPurchasePerUser(Sorted))
            .AddHistory(shop.LastItemsPerUser(3)));
        var plain = Lists((shop, list) => list
            .AddCart(shop.CartMinusPurchasePerUser(Sorted))
            .Add(
                RecommendationSource.History,
                shop.Scan(
                    new Dictionary<Id, (Id User, List<Id> Items)>(),
                    (users, next) =>
                    {
                        var before = users.GetValueOrDefault(next.User).Items ?? [];
                        users[next.User] = (next.User, [next.Item, .. before.Where(item => item != next.Item).Take(2)]);
                        users[Id.None] = users[next.User];
                        return users;
                    }).Select(users => users[Id.None]),
                last => last.User,
                last => last.Items));

        Assert.That(plain, Is.EqualTo(ours));
        Assert.That(ours[3], Is.EqualTo("1: 10 (OpenCart 1), 12 (History 2)"));
    }

    [Test]
    public void Request_ForAUserWhoDidNotJustAct_IsAnsweredAsOfNow()
    {
        using var recommender = Composed((shop, list) => list.AddSimilarItems(shop.SimilarItems(5)));
        recommender.Learn(Shop.View(1, 10));
        recommender.Learn(Shop.View(2, 10));
        recommender.Learn(Shop.View(2, 11));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 11 }), "learned after the user's last event");
    }

    [Test]
    public void Request_AroundItems_AsksForThoseWhoHoldThem()
    {
        using var recommender = Composed((shop, list) => list.AddSimilarItems(shop.SimilarItems(5)));
        foreach (var item in new[] { 20, 21 })
        {
            recommender.Learn(Shop.View(2, item));
        }

        var list = new List<Recommendation<Id>>();
        recommender.Learn(Shop.View(1, 30));
        recommender.Recommend(new RecommendationRequest<Id, Id>(1, 5) { Around = [20] }, list);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 21 }));
    }

    [Test]
    public void Request_WithASessionAndExcludedItems_ReachesTheSources()
    {
        var asked = new AskedSource();
        using var recommender = Composed((_, list) => list.Add(asked));
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(
            new RecommendationRequest<Id, Id> { Session = "s", Count = 3, Excluded = new HashSet<Id> { 7 } },
            list);

        Assert.That(asked.Session, Is.EqualTo("s"));
        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 8 }));
    }

    [Test]
    public void Fallback_UnknownUser_IsMarked()
    {
        using var staff = new BehaviorSubject<IReadOnlyList<Id>>([5, 6]);
        using var recommender = Composed((shop, list) =>
            list.AddHistory(shop.LastItemsPerUser(3)).Fallback.Add(Staff, staff));
        recommender.Learn(Shop.View(1, 10));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 10 }));
        Assert.That(Shop.Ask(recommender, 2).Select(each => (each.Item, each.Reason.IsFallback)), Is.EqualTo(
            new[] { ((Id)5, true), (6, true) }));
    }

    [Test]
    public void ForeignStream_ValueFromAnotherThread_CountsForTheNextRequest()
    {
        using var staff = new Subject<IReadOnlyList<Id>>();
        using var recommender = Composed((_, list) => list.Add(Staff, staff));
        var other = new Thread(() => staff.OnNext([5]));
        other.Start();
        other.Join();

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 5 }));
    }

    [Test]
    public void ForeignStream_EmptyList_TakesBackTheOneBefore()
    {
        using var staff = new Subject<IReadOnlyList<Id>>();
        using var recommender = Composed((_, list) => list.Add(Staff, staff));
        staff.OnNext([5]);
        staff.OnNext([]);

        Assert.That(Shop.Items(recommender, 1), Is.Empty);
    }

    [Test]
    public void ForeignStream_NullInPlaceOfAList_EndsWithAnErrorThatNamesTheSource()
    {
        using var staff = new Subject<IReadOnlyList<Id>>();
        using var recommender = Composed((_, list) => list.Add(Staff, staff));
        staff.OnNext(null!);

        Assert.That(
            () => Shop.Items(recommender, 1), Throws.InvalidOperationException.With.Message.Contains("'Staff'"));
    }

    [Test]
    public void ForeignStream_ItemThatIsNone_IsLeftOut()
    {
        using var staff = new Subject<IReadOnlyList<Id>>();
        using var recommender = Composed((_, list) => list.Add(Staff, staff));
        staff.OnNext([Id.None, 5]);

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 5 }));
    }

    [Test]
    public void Source_OfABuiltInName_IsRefusedWhateverItsPurpose() => Assert.That(
        () => Composed((shop, list) => list
            .AddHistory(shop.LastItemsPerUser(3))
            .Add(new RecommendationSource("History"), shop, each => each.User, each => [each.Item])),
        Throws.ArgumentException.With.Message.Contains("'History'"));

    [Test]
    public void KeepAtMost_OneMoreUser_ForgetsTheOneWithoutAValueForTheLongestTime()
    {
        using var recommender = Composed((shop, list) => list
            .KeepAtMost(users: 2, itemsPerUser: 1)
            .Add(Staff, shop, each => each.User, each => [each.Item, 99]));
        foreach (var user in new[] { 1, 2, 1, 3 })
        {
            recommender.Learn(Shop.View(user, 10 + user));
        }

        Assert.That(
            new[] { 1, 2, 3 }.Select(user => string.Join(' ', Shop.Items(recommender, user))),
            Is.EqualTo(new[] { "11", "", "13" }));
    }

    [Test]
    public void Stream_AddedTwice_IsSubscribedToOnce()
    {
        var subscriptions = 0;
        using var recommender = Composed((shop, list) =>
        {
            var last = Observable.Defer(() =>
            {
                subscriptions++;
                return shop.LastItemsPerUser(3);
            });
            list.AddHistory(last).Exclude(last);
        });

        Assert.That(subscriptions, Is.EqualTo(1));
    }

    [Test]
    public void Stream_Fails_EndsWithItsErrorAndFreesTheSource()
    {
        using var source = new Subject<Interaction>();
        var failure = new InvalidOperationException("no");
        Exception? error = null;
        source.Recommend(3, (shop, list) => list.Add(
                Staff, shop.Select(each => each.Item > 10 ? throw failure : each), each => each.User, _ => [1]))
            .Subscribe(_ => { }, thrown => error = thrown);
        source.OnNext(Shop.View(1, 10));
        source.OnNext(Shop.View(1, 11));

        Assert.That((error, source.HasObservers), Is.EqualTo((failure, false)));
    }

    [Test]
    public void Subscription_Disposed_DisposesForeignStreams()
    {
        using var source = new Subject<Interaction>();
        using var staff = new Subject<IReadOnlyList<Id>>();
        var subscription = source.Recommend(3, (_, list) => list.Add(Staff, staff)).Subscribe();
        Assert.That(staff.HasObservers, Is.True);
        subscription.Dispose();

        Assert.That(staff.HasObservers, Is.False);
    }

    [Test]
    public void Operator_WithAnIdleTimeoutOfItsOwn_IsRefused() => Assert.That(
        () => Composed((shop, list) => list.AddTrends(shop
            .TrendBuckets(
                TimeSpan.FromHours(1),
                new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero, IdleTimeout = TimeSpan.FromMinutes(1) })
            .TopTrends(TrendScore.DampedChange))),
        Throws.InvalidOperationException.With.Message.Contains("idle timeout"));

    [Test]
    public void Sources_OfOneName_AreRefused() => Assert.That(
        () => Composed((shop, list) => list.AddHistory(shop.LastItemsPerUser(3)).AddHistory(shop.LastItemsPerUser(4))),
        Throws.ArgumentException.With.Message.Contains("'History'"));

    [Test]
    public void Limit_ForNoSource_IsRefused() => Assert.That(
        () => Composed((shop, list) => list.AddHistory(shop.LastItemsPerUser(3)).Limit(new(Staff) { Quota = 1 })),
        Throws.ArgumentException.With.Message.Contains("'Staff'"));

    private static ComposedRecommender<Interaction, Id, Id> Composed(Compose compose) => new(compose.Invoke);

    private static List<string> Lists(Compose compose)
    {
        var lists = new List<string>();
        Events.ToObservable().Recommend(4, compose.Invoke).Subscribe(list => lists.Add(list.ToString()));
        return lists;
    }

    private sealed class AskedSource : ICandidateSource<Id, Id>
    {
        public RecommendationSource Source => Staff;

        public string? Session { get; private set; }

        public void Propose(in RecommendationRequest<Id, Id> request, CandidateSink<Id> candidates)
        {
            Session = request.Session;
            candidates.Add(7, 1);
            candidates.Add(8, 1);
        }
    }
}
