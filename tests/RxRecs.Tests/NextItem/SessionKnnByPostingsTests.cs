using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

public sealed class SessionKnnByPostingsTests
{
    private const int LastItems = 3;

    private static readonly SessionIndexLimits Small = new()
    {
        MaxSessions = 9,
        MaxEvents = 40,
        MaxItems = 9,
        PostingsPerItem = 3,
        MaxLength = 5,
        TailLength = LastItems,
    };

    private static readonly SessionKnnOptions[] Kinds =
    [
        SessionKnnOptions.VmisKnn,
        SessionKnnOptions.VmisKnn with
        {
            Name = "logarithmic", VisitWeight = PositionWeight.Logarithmic, RarityWeight = 0,
            RecommendVisited = false,
        },
        SessionKnnOptions.VmisKnn with
        {
            Name = "exponential", VisitWeight = PositionWeight.Exponential, MatchWeight = PositionWeight.Quadratic,
            RarityAlone = false,
        },
    ];

    // Few times, so that many are equal; events out of order; rings that overflow; sessions that go.
    private static readonly Gen<(int Session, int Item, int Time, bool Forgets)[]> Events =
        (from session in Gen.Choose(0, 5)
         from item in Gen.Choose(0, 10)
         from time in Gen.Choose(-3, 4)
         from forgets in Gen.Frequency((1, Gen.Constant(true)), (19, Gen.Constant(false)))
         select (session, item, time, forgets)).NonEmptyListOf().Select(each => each.ToArray());

    [TestCase("vmis-knn")]
    [TestCase("logarithmic")]
    [TestCase("exponential")]
    public void Run_AnySessions_AgreesWithTheDefinition(string name)
    {
        var cases =
            from events in Events
            from neighbors in Gen.Choose(1, 5)
            from most in Gen.Choose(1, 7)
            select (events, neighbors, most);
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var options = Kinds.Single(kind => kind.Name == name) with
            {
                Sessions = each.most,
                Neighbors = each.neighbors,
            };
            var (index, model) = Learned(each.events);
            return model.Sessions.Keys.All(own => Agrees(index, model, own, options));
        }).Holds(cases: 500);
    }

    [Test]
    public void Run_SharedItemBeyondTheLastSession_DoesNotCount()
    {
        var options = SessionKnnOptions.VmisKnn with { Sessions = 2, Neighbors = 1, RarityWeight = 0 };
        Assert.That(Best(options), Is.EqualTo("C D"));
        Assert.That(Best(options with { Sessions = 4 }), Is.EqualTo("X"));
        Assert.That(Best(options with { ByPostings = false }), Is.EqualTo("X"));
    }

    [Test]
    public void Options_ByPostingsAndALookAtAllSessions_AreRefused()
    {
        var options = SessionKnnOptions.VmisKnn;
        SessionKnnOptions[] contradictions =
            [options with { Cosine = true }, options with { SessionRange = TimeSpan.FromDays(1) }];
        foreach (var each in contradictions)
        {
            Assert.That(
                () => new NextItemRecommender(new() { SessionKnn = each }),
                Throws.ArgumentException.With.Message.Contains(nameof(SessionKnnOptions.ByPostings)));
        }
    }

    private static bool Agrees(
        SessionIndex<string> index, NaiveSessions<string> model, long own, SessionKnnOptions options)
    {
        var query = new VisitQuery(LastItems);
        query.AskFor(index, own);
        var naive = new NaivePostingKnn(model, own, Small, LastItems);
        var kernel = new SessionKnnKernel(options, LastItems, Small);
        return KernelChecks.Agrees(index, query, kernel, naive.Scores(options))
            && index.IsKept(own) && Parts(index, query, kernel).All(
                part => naive.Matched(options, part.Neighbor).Contains(index.ItemAt(part.MatchedItem)));
    }

    private static List<ScorePart> Parts(SessionIndex<string> index, VisitQuery query, SessionKnnKernel kernel)
    {
        var parts = new List<ScorePart>();
        foreach (var item in query.Scores.Keys)
        {
            kernel.Explain(index, query, item, parts);
        }

        return parts;
    }

    private static (SessionIndex<string> Index, NaiveSessions<string> Model) Learned(
        (int Session, int Item, int Time, bool Forgets)[] events)
    {
        var (index, model) = (new SessionIndex<string>(Small), new NaiveSessions<string>(Small));
        var now = 100;
        foreach (var (session, item, time, forgets) in events)
        {
            now += time;
            var text = "item " + (char)('a' + item);
            index.MakeRoom(text);
            model.MakeRoom(text);
            var number = session == 0 ? index.Next : Math.Max(index.Floor, index.Next - session);
            index.Add(number, text, now);
            model.Add(number, text, now);
            if (forgets)
            {
                index.Forget(index.Next - 2);
                model.Forget(index.Next - 2);
            }
        }

        return (index, model);
    }

    // The session of X has touched both items of the visit, the other one long ago.
    private static string Best(SessionKnnOptions options)
    {
        var limits = new SessionIndexLimits();
        var index = new SessionIndex<string>(limits);
        (long Session, string Item, int Time)[] events =
        [
            (0, "A", 1), (1, "A", 2), (1, "E", 3), (0, "B", 4), (0, "X", 5), (2, "B", 6), (2, "C", 7), (2, "D", 8),
        ];
        foreach (var (session, item, time) in events)
        {
            index.Add(session, item, time);
        }

        var query = new VisitQuery(LastItems);
        query.AskAround(index, -1, ["A", "B"]);
        var kernel = new SessionKnnKernel(options, LastItems, limits);
        kernel.Run(index, query);
        var top = new TopScores<string>(index, StringComparer.Ordinal);
        top.Find(kernel, query, 10, -1, static item => item is not "A" and not "B");
        var texts = new List<string>();
        foreach (var (item, _) in top.Found)
        {
            texts.Add(index.ItemAt(item));
        }

        return string.Join(' ', texts.Order(StringComparer.Ordinal));
    }
}
