using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Quality;

namespace RxRecs.Tests.Evaluation;

public sealed class EvaluateSessionsTests
{
    private static readonly DateTimeOffset Start = new(2019, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SessionProtocolOptions Closing = new() { SessionGap = TimeSpan.FromMinutes(3) };

    private static readonly Arbitrary<Interaction[]> Events =
        (from minute in Gen.Choose(0, 30)
         from user in Gen.Choose(0, 3)
         from session in Gen.Choose(0, 4)
         from item in Gen.Choose(0, 8)
         from kind in Gen.Choose(0, 3)
         select Event(minute, user, $"s{session}", item, (InteractionKind)kind)).ArrayOf().ToArbitrary();

    [Test]
    public void EvaluateSessions_AnyEvents_AgreesWithANaiveComputation([Values] GroundTruth truth) =>
        Prop.ForAll(Events, events =>
        {
            var options = new SessionProtocolOptions { GroundTruth = truth };
            var scores = MachineRun.All(Machine(options), events);
            var sessions = events.Select((one, at) => (one, at))
                .GroupBy(one => (one.one.User, one.one.Session)).ToArray();
            Assert.That(scores.Select(one => (one.User, one.Session)), Is.EqualTo(sessions.Select(one => one.Key)));
            foreach (var (score, session) in scores.Zip(sessions))
            {
                var before = events[..session.First().at];
                var list = before.GroupBy(one => one.Item)
                    .OrderByDescending(item => item.Count()).ThenBy(item => item.Key)
                    .Select(item => item.Key).Take(3).ToArray();
                var own = session.Select(one => one.one);
                var items = truth switch
                {
                    GroundTruth.NextItem => own.Take(1),
                    GroundTruth.Purchases => own.Where(one => one.Kind == InteractionKind.Purchase),
                    _ => own,
                };
                var relevant = items.Select(one => one.Item).Distinct().ToArray();
                Assert.That(score.Recommended, Is.EqualTo(list));
                Assert.That(score.Relevant, Is.EqualTo(relevant));
                Assert.That(score.Hits, Is.EqualTo(list.Intersect(relevant)));
                Assert.That(
                    score.Outcome == SessionOutcome.NoHistory,
                    Is.EqualTo(before.All(one => one.User != session.Key.User)));
                Assert.That(score.Precision.HasValue, Is.EqualTo(score.Outcome == SessionOutcome.Evaluated));
            }
        }).Holds();

    [Test]
    public void EvaluateSessions_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(
        Events,
        events => MachineRun.AssertSnapshotLaw(() => Machine(Closing), events.Take(20).ToArray(), Show))
        .Holds();

    [Test]
    public void EvaluateSessions_DamagedSnapshot_IsRefused() => MachineRun.AssertDamageIsRefused(
        () => Machine(Closing), [Event(0, 1, "a", 1), Event(1, 1, "a", 2), Event(2, 1, "b", 1), Event(2, 2, "b", 1)]);

    [Test]
    public void EvaluateSessions_Summary_AddsUpAndStaysBetweenZeroAndOne() => Prop.ForAll(Events, events =>
    {
        var scores = MachineRun.All(Machine(Closing), events);
        var summary = scores.ToObservable().Summarize().Wait();
        var counted = scores.Where(one => one.Outcome == SessionOutcome.Evaluated).ToArray();
        Assert.That(summary.SessionsEvaluated, Is.EqualTo(counted.Length));
        Assert.That(
            summary.SessionsEvaluated + summary.SessionsWithoutHistory + summary.SessionsWithoutList
                + summary.SessionsWithoutRelevant,
            Is.EqualTo(scores.Count));
        double[] figures =
        [
            summary.MicroPrecision, summary.MicroPrecisionAtK, summary.MicroRecall,
            summary.MacroPrecision, summary.MacroPrecisionAtK, summary.MacroRecall,
        ];
        Assert.That(figures, Is.All.InRange(0, 1));
        Assert.That(
            summary.MacroRecall,
            Is.EqualTo(counted.Select(one => one.Recall!.Value).DefaultIfEmpty().Average()).Within(1e-12));
        Assert.That(summary.MicroPrecisionAtK, Is.LessThanOrEqualTo(summary.MicroPrecision));
    }).Holds();

    [Test]
    public void EvaluateSessions_GapPassed_ClosesByEventTimeOfOthers()
    {
        Interaction[] events =
        [
            Event(0, 1, "a", 1), Event(1, 2, "b", 1), Event(4, 2, "b", 2), Event(5, 1, "a", 3), Event(20, 3, "c", 1),
        ];
        var machine = Machine(Closing);
        var scores = MachineRun.All(machine, events, complete: false);
        Assert.That(
            scores.Select(Show),
            Is.EqualTo(["1 a NoHistory [] [1] []", "2 b NoHistory [1] [1,2] [1]", "1 a Evaluated [1,2] [3] []"]));
        Assert.That(machine.OpenSessions, Is.EqualTo(1));
    }

    [Test]
    public void EvaluateSessions_MoreOpenThanTheBound_ClosesTheLeastRecentEarly()
    {
        var machine = Machine(Closing with { MaxOpenSessions = 1 });
        var scores = MachineRun.All(machine, [Event(0, 1, "a", 1), Event(0, 2, "b", 1)]);
        Assert.That(scores.Select(one => one.Session), Is.EqualTo(["a", "b"]));
        Assert.That(machine.ClosedEarly, Is.EqualTo(1));
    }

    [Test]
    public void EvaluateSessions_SessionOfTwoUsers_IsTwoSessions()
    {
        var scores = MachineRun.All(Machine(Closing), [Event(0, 1, "a", 1), Event(0, 2, "a", 2)]);
        Assert.That(scores.Select(one => (one.User, one.Relevant[0])), Is.EqualTo([((Id)1, (Id)1), (2, 2)]));
    }

    [Test]
    public void EvaluateSessions_EmptyListWithHistory_CountsByOption([Values] bool counts)
    {
        Interaction[] events = [Event(0, 1, "a", 1), Event(1, 1, "b", 1)];
        var options = new SessionProtocolOptions { ListLength = 3, EmptyListCounts = counts };
        var summary = events.ToObservable()
            .EvaluateSessions(() => new CountingRecommender { WithPopular = false }, options).Summarize().Wait();
        Assert.That(summary.SessionsEvaluated, Is.EqualTo(counts ? 1 : 0));
        Assert.That(summary.SessionsWithoutList, Is.EqualTo(counts ? 0 : 1));
        Assert.That((summary.MacroPrecision, summary.MicroPrecision), Is.EqualTo((0, 0)));
    }

    [Test]
    public void EvaluateSessions_NoUserOrSession_IsLearnedAlone()
    {
        var recommender = new CountingRecommender();
        Interaction[] events = [Event(0, Id.None, "a", 1), Event(0, 1, "a", 1) with { Session = null }];
        Assert.That(events.ToObservable().EvaluateSessions(() => recommender).ToList().Wait(), Is.Empty);
        Assert.That(recommender.Learned, Is.EqualTo(2));
    }

    [Test]
    public void EvaluateSessions_MissingSelectors_AreRefused()
    {
        Assert.That(
            () => Bare(new SessionProtocolOptions { GroundTruth = GroundTruth.Purchases }),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("kindSelector"));
        Assert.That(
            () => Bare(new SessionProtocolOptions { SessionGap = TimeSpan.FromMinutes(1) }),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("eventTimeSelector"));
        Assert.That(() => Bare(new SessionProtocolOptions()), Throws.Nothing);

        static object Bare(SessionProtocolOptions options) => Observable.Empty<Interaction>().EvaluateSessions(
            () => new CountingRecommender(), one => one.User, one => one.Session!, one => one.Item, options: options);
    }

    [Test]
    public void SessionProtocolOptions_LengthOutOfRange_IsRefused([Values(0, -1, 10_001)] int length) => Assert.That(
        () => new SessionProtocolOptions { ListLength = length }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static EvaluateSessionsMachine<Interaction, Id, string, Id> Machine(
        SessionProtocolOptions options) => new(
        new CountingRecommender(),
        one => one.User,
        one => one.Session!,
        one => one.Item,
        one => one.Kind,
        one => one.EventTime,
        options with { ListLength = 3 });

    private static string Show(SessionScore<Id, string, Id> one) =>
        $"{one.User} {one.Session} {one.Outcome} [{string.Join(',', one.Recommended)}] " +
        $"[{string.Join(',', one.Relevant)}] [{string.Join(',', one.Hits)}]";

    private static Interaction Event(
        double minute, Id user, string session, Id item, InteractionKind kind = InteractionKind.View) =>
        new(Start.AddMinutes(minute), kind, user, item) { Session = session };
}
