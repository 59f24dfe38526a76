using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommendations;

public sealed class RecommendOnDemandTests
{
    private readonly List<RecommendationList<Id, Id>> _lists = [];
    private Subject<Interaction> _events = new();
    private Subject<RecommendationRequest<Id, Id>> _requests = new();
    private Exception? _error;
    private bool _completed;

    [SetUp]
    public void Reset()
    {
        (_events, _requests) = (new(), new());
        _lists.Clear();
        (_error, _completed) = (null, false);
    }

    [TearDown]
    public void Dispose()
    {
        _events.Dispose();
        _requests.Dispose();
    }

    [Test]
    public void Request_BetweenEvents_IsAnsweredFromWhatCameBefore()
    {
        using var subscription = Subscribe(_events, _requests);
        _requests.OnNext(new(1, 5));
        _events.OnNext(Shop.Purchase(2, 10));
        _requests.OnNext(new(1, 5));

        Assert.That(_lists.Select(list => list.Items.Select(each => each.Item)), Is.EqualTo(new Id[][] { [], [10] }));
    }

    [Test]
    public void Events_Complete_QuestionsAreStillAnswered()
    {
        using var subscription = Subscribe(Observable.Return(Shop.Purchase(2, 10)), _requests);
        _requests.OnNext(new(1, 5));

        Assert.That((_lists.Count, _completed), Is.EqualTo((1, false)));
    }

    [Test]
    public void Requests_Complete_EndsTheAnswers()
    {
        using var subscription = Subscribe(_events, Observable.Return(new RecommendationRequest<Id, Id>(1, 5)));

        Assert.That((_lists.Count, _completed, _events.HasObservers), Is.EqualTo((1, true, false)));
    }

    [Test]
    public void Source_Fails_EndsWithItsErrorAndFreesTheQuestions()
    {
        var error = new InvalidOperationException();
        using var subscription = Subscribe(Observable.Throw<Interaction>(error), _requests);

        Assert.That((_error, _requests.HasObservers), Is.EqualTo((error, false)));
    }

    [Test]
    public void Request_WithExplanations_GetsThoseOfTheRecommenderAndWhatTheRulesDid()
    {
        Interaction[] events =
        [
            Shop.View(1, 1, "a"), Shop.Cart(1, 2), Shop.View(1, 3, "a", 1), Shop.View(2, 3, "a", 2),
            Shop.View(2, 4, "b", 2), Shop.Purchase(3, 5), Shop.View(1, 6, "b", 3),
        ];
        var options = new ShopRecommenderOptions { MaxPerBrand = 1 };
        var readyMade = Shop.Learned(options, events);
        var plain = new RecommendationRequest<Id, Id>(1, 5);
        var expected = Shop.Ask(readyMade, 1, 5).Select(each => readyMade.Explain(plain, each.Item)!).ToList();
        using var subscription = events.ToObservable()
            .RecommendOnDemand(_requests, () => new ShopRecommender(options)).Subscribe(_lists.Add);
        _requests.OnNext(plain with { WithExplanations = true });
        _requests.OnNext(plain);

        Assert.That(_lists[0].Explanations, Has.Count.EqualTo(expected.Count).And.Count.GreaterThan(1));
        for (var i = 0; i < expected.Count; i++)
        {
            var why = _lists[0].Explanations[i]!;
            Assert.That((why.Item, why.Score), Is.EqualTo((_lists[0].Items[i].Item, expected[i].Score)));
            Assert.That(why.Contributions, Is.EqualTo(expected[i].Contributions));
        }

        Assert.That(_lists[1].Explanations, Is.Empty);
        Assert.That(_lists[1], Is.EqualTo(_lists[0]));
        Assert.That(_lists.Select(each => each.RuleCounts), Has.All.EqualTo(readyMade.RuleCounts));
        Assert.That(readyMade.RuleCounts.Single().Dropped, Is.Positive);
    }

    [Test]
    public void Factory_ReturnsNull_EndsWithAnErrorThatNamesIt()
    {
        using var subscription = _events.RecommendOnDemand<Interaction, Id, Id>(
            _requests, static () => null!).Subscribe(_lists.Add, error => _error = error);

        Assert.That(_error?.Message, Does.Contain("recommenderFactory"));
    }

    [Test]
    public void Request_FromWithinAnAnswer_WaitsForItsEnd()
    {
        var depth = 0;
        var deepest = 0;
        var answers = 0;
        using var subscription = Answers(_events, _requests).Subscribe(_ =>
        {
            deepest = Math.Max(deepest, ++depth);
            if (answers++ < 5)
            {
                _requests.OnNext(new(1, 5));
            }

            depth--;
        });
        _requests.OnNext(new(1, 5));

        Assert.That((answers, deepest), Is.EqualTo((6, 1)));
    }

    [Test]
    public void Dispose_FromWithinAnAnswer_EndsAtOnceAndFreesBoth()
    {
        var answers = 0;
        IDisposable? subscription = null;
        subscription = Answers(_events, _requests).Subscribe(_ =>
        {
            answers++;
            _requests.OnNext(new(1, 5));
            subscription!.Dispose();
        });
        _requests.OnNext(new(1, 5));

        Assert.That((answers, _events.HasObservers, _requests.HasObservers), Is.EqualTo((1, false, false)));
    }

    [Test]
    public void TwoThreads_EventsAndQuestions_AreTakenOneAtATimeAndNoneIsLost()
    {
        const int Each = 20_000;
        var inside = 0;
        var overlaps = 0;
        var answers = 0;
        using var done = new ManualResetEventSlim();
        var recommender = new Counting();
        using var subscription = _events.RecommendOnDemand(_requests, () => recommender).Subscribe(
            _ =>
            {
                overlaps += Interlocked.Increment(ref inside) - 1;
                answers++;
                Interlocked.Decrement(ref inside);
            },
            done.Set);
        var learner = new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                _events.OnNext(Shop.View(i, i));
            }
        });
        var asker = new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                _requests.OnNext(new(i, 1));
            }
        });
        learner.Start();
        asker.Start();
        learner.Join();
        asker.Join();
        _requests.OnCompleted();
        done.Wait();

        Assert.That((answers, recommender.Learned, overlaps), Is.EqualTo((Each, Each, 0)));
    }

    [Test]
    public void Request_CountNotPositive_IsRefusedWhenItIsMade() =>
        Assert.That(() => new RecommendationRequest<Id, Id>(1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static IObservable<RecommendationList<Id, Id>> Answers(
        IObservable<Interaction> events, IObservable<RecommendationRequest<Id, Id>> requests) =>
        events.RecommendOnDemand(requests, () => new PopularityRecommender());

    private IDisposable Subscribe(
        IObservable<Interaction> events, IObservable<RecommendationRequest<Id, Id>> requests) =>
        Answers(events, requests).Subscribe(_lists.Add, error => _error = error, () => _completed = true);

    private sealed class Counting : IRecommender<Interaction, Id, Id>
    {
        public int Learned { get; private set; }

        public void Learn(Interaction value) => Learned++;

        public void Recommend(
            in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations) =>
            recommendations.Clear();

        public void Snapshot(SnapshotWriter writer) => writer.WriteCount(Learned);

        public void Restore(SnapshotReader reader) => Learned = reader.ReadSize();
    }
}
