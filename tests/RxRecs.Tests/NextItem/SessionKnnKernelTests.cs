using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

public sealed class SessionKnnKernelTests
{
    private static readonly SessionIndexLimits Limits = new() { PostingsPerItem = 500 };

    private static readonly SessionKnnOptions[] Kinds =
    [
        SessionKnnOptions.VSknn,
        SessionKnnOptions.VmisKnn,
        SessionKnnOptions.Stan,
        SessionKnnOptions.Vstan,
        SessionKnnOptions.VSknn with
        {
            Name = "other", VisitWeight = PositionWeight.Logarithmic, MatchWeight = PositionWeight.Quadratic,
            RecommendVisited = false,
        },
        SessionKnnOptions.Vstan with
        {
            Name = "another",
            VisitWeight = PositionWeight.Linear,
            MatchWeight = PositionWeight.Logarithmic,
            Cosine = false,
        },
    ];

    [Test]
    public void VSknn_WorkedExample_GivesTheScores()
    {
        var options = SessionKnnOptions.VSknn with { Sessions = 3, Neighbors = 2, RarityWeight = 0 };
        Assert.That(Scores(options, [1, 2, 3]), Is.EqualTo("B 1.125000 C 1.125000 A .625000 D .500000"));
    }

    [Test]
    public void Stan_WorkedExample_GivesTheScores()
    {
        var options = SessionKnnOptions.Stan with
        {
            Sessions = 3,
            Neighbors = 3,
            VisitRange = 1,
            DistanceRange = 1,
            SessionRange = TimeSpan.FromDays(1),
        };
        var half = TimeSpan.TicksPerDay / 2;
        Assert.That(Scores(options, [0, half, 2 * half]), Is.EqualTo("B .601313 A .344442 C .221211 D .134289"));
    }

    [Test]
    public void VSknn_FewerSessionsThanShareItems_ComparesTheNewestAlone()
    {
        var options = SessionKnnOptions.VSknn with { Sessions = 1, RarityWeight = 0 };
        Assert.That(Scores(options, [1, 2, 3]), Is.EqualTo("A .062500 D .062500"));
    }

    [Test]
    public void VSknn_LinearWeightsOfLongVisits_AreNeverNegative()
    {
        var options = new SessionKnnOptions
        {
            VisitWeight = PositionWeight.Linear,
            MatchWeight = PositionWeight.Linear,
            RarityWeight = 0,
        };
        Assert.That(
            Scores(options, [1, 2, 3], ["A", .. Enumerable.Repeat("X", 14)]), Is.EqualTo(""));
    }

    [TestCase("v-sknn")]
    [TestCase("stan")]
    [TestCase("vstan")]
    [TestCase("other")]
    [TestCase("another")]
    public void Run_AnySessions_AgreesWithTheFormula(string name)
    {
        var cases =
            from sessions in Gen.Choose(0, 7).NonEmptyListOf().Select(each => each.ToArray()).ArrayOf()
            from visit in Gen.Choose(0, 9).NonEmptyListOf()
            from neighbors in Gen.Choose(1, 6)
            from most in Gen.Choose(1, 8)
            select (sessions, visit, neighbors, most);
        var limits = Limits with { PostingsPerItem = 8, MaxLength = 4 };
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var options = Kinds.Single(kind => kind.Name == name) with
            {
                Sessions = each.most,
                Neighbors = each.neighbors,
            };
            var (index, own) = Learned(each.sessions, each.visit, limits);
            var query = new VisitQuery(3);
            query.AskFor(index, own);
            var naive = new NaiveSessionKnn(each.sessions, [.. each.visit], limits, 3);
            return KernelChecks.Agrees(index, query, new SessionKnnKernel(options, 3, limits), naive.Scores(options));
        }).Holds(cases: 300);
    }

    [TestCase("v-sknn")]
    [TestCase("vmis-knn")]
    [TestCase("stan")]
    [TestCase("vstan")]
    public void Run_KnownIndex_AllocatesNothing(string name)
    {
        var index = new SessionIndex<long>(Limits);
        for (var i = 0; i < 5_000; i++)
        {
            index.Add(i / 5, i * 7919L % 97, i);
        }

        var query = new VisitQuery(10);
        var kernel = new SessionKnnKernel(
            Kinds.Single(kind => kind.Name == name) with { Sessions = 200, Neighbors = 30 }, 10, Limits);
        var top = new TopScores<long>(index, Comparer<long>.Default);
        Ask(999);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Ask(999);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Ask(long own)
        {
            query.AskFor(index, own);
            kernel.Run(index, query);
            top.Find(kernel, query, 20, -1, null);
        }
    }

    [Test]
    public void Options_ValuesThatCannotBe_AreRefused()
    {
        var options = SessionKnnOptions.Stan;
        Assert.That(() => options with { VisitRange = double.NaN }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options with { RarityWeight = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options with { Neighbors = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options with { Sessions = 100_001 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => options with { MatchWeight = (PositionWeight)9 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => options with { SessionRange = TimeSpan.FromTicks(-1) }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new NextItemRecommender(new() { Kernel = PairKernelOptions.Wide, SessionKnn = options }),
            Throws.ArgumentException.With.Message.Contains(nameof(NextItemOptions.SessionKnn)));
    }

    private static (SessionIndex<string> Index, long Own) Learned(
        int[][] sessions, IEnumerable<int> visit, SessionIndexLimits limits)
    {
        var index = new SessionIndex<string>(limits);
        foreach (var (items, number) in sessions.Append([.. visit]).Select((items, number) => (items, number)))
        {
            foreach (var item in items)
            {
                index.Add(number, "i" + item, number * TimeSpan.TicksPerDay);
            }
        }

        return (index, sessions.Length);
    }

    private static string Scores(SessionKnnOptions options, long[] times, params string[] visit)
    {
        var index = new SessionIndex<string>(Limits);
        string[][] sessions = [["A", "B", "C"], ["B", "C", "D"], ["A", "D"]];
        for (var number = 0; number < sessions.Length; number++)
        {
            foreach (var item in sessions[number])
            {
                index.Add(number, item, times[number]);
            }
        }

        var query = new VisitQuery(20);
        query.AskAround(index, -1, visit.Length > 0 ? visit : ["A", "B"]);
        var kernel = new SessionKnnKernel(options, 20, Limits);
        kernel.Run(index, query);
        var top = new TopScores<string>(index, StringComparer.Ordinal);
        top.Find(kernel, query, 10, -1, null);
        var texts = new List<string>();
        foreach (var (item, score) in top.Found)
        {
            texts.Add(FormattableString.Invariant($"{index.ItemAt(item)} {score:.000000}"));
        }

        return string.Join(' ', texts);
    }
}
