using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;

namespace RxRecs.Tests.NextItem;

public sealed class PairKernelTests
{
    private static readonly PairKernelOptions Plain = new() { BackwardWeight = .4, SelfWeight = .1 };

    private static readonly SessionIndexLimits Limits = new() { PostingsPerItem = 500 };

    [Test]
    public void Run_WorkedExample_GivesTheScores() =>
        Assert.That(Scores(Plain, "A", "B"), Is.EqualTo(
            "C .0438166548 B .0123463431 D .0108239066 A .0101941515"));

    [Test]
    public void Run_WorkedExampleWithLagAgeAndCurrentItem_GivesTheScores() =>
        Assert.That(
            Scores(Plain with { LagPenalty = 1, CurrentItemWeight = .7, SessionRange = 100 }, "A", "B"),
            Is.EqualTo("C .0466488816 A .0098972953 D .0095440702 B .0056232711"));

    [Test]
    public void Run_VisitThatGoesBack_WeighsThePreviousItemAndThoseSeenMoreThanOnce()
    {
        string[] visit = ["A", "B", "A", "D"];

        Assert.That(Scores(Plain, visit), Is.EqualTo("D .0092588698 C .0085749240 A .0071544750 B .0048991219"));
        Assert.That(
            Scores(Plain with { PreviousItemWeight = .5, RevisitedItemPower = 1 }, visit),
            Is.EqualTo("D .0092588698 C .0085749240 B .0048991219 A .0017886187"));
    }

    [TestCase("sharp")]
    [TestCase("wide")]
    [TestCase("long browse")]
    [TestCase("joint")]
    [TestCase("returning")]
    [TestCase("onward")]
    [TestCase("blend")]
    public void Run_AnySessions_AgreesWithTheFormula(string preset)
    {
        var cases =
            from sessions in Gen.Choose(0, 7).NonEmptyListOf().Select(each => each.ToArray()).ArrayOf()
            from visit in Gen.Choose(0, 9).NonEmptyListOf()
            select (sessions, visit);
        var limits = Limits with { PostingsPerItem = 3, MaxLength = 4 };
        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var index = new SessionIndex<string>(limits);
            foreach (var (session, number) in each.sessions.Select((session, number) => (session, number)))
            {
                foreach (var item in session)
                {
                    index.Add(number, "i" + item, number);
                }
            }

            var own = index.Next;
            foreach (var item in each.visit)
            {
                index.Add(own, "i" + item, own);
            }

            var query = new VisitQuery(3);
            query.AskFor(index, own);
            var naive = new NaivePairKernel(each.sessions, [.. each.visit], limits, 3);
            return preset == "blend"
                ? KernelChecks.Agrees(index, query, Blend(limits), naive.Blend(
                    (PairKernelOptions.Sharp, 1), (PairKernelOptions.Wide, .3)))
                : KernelChecks.Agrees(
                    index, query, new PairKernel(Preset(preset), 3, limits), naive.Scores(Preset(preset)));
        }).Holds(cases: 200);
    }

    [Test]
    public void Run_MoreVotesThanAreCountedAtOnce_AgreesWithTheFormula()
    {
        var random = new Random(17);
        int[][] sessions = [.. Enumerable.Range(0, 500).Select(_ => Session(random))];
        int[] visit = [3, 11, 20];
        var index = new SessionIndex<string>(Limits);
        for (var number = 0; number <= sessions.Length; number++)
        {
            foreach (var item in number < sessions.Length ? sessions[number] : visit)
            {
                index.Add(number, "i" + item, number);
            }
        }

        var query = new VisitQuery(3);
        query.AskFor(index, sessions.Length);
        var naive = new NaivePairKernel(sessions, visit, Limits, 3);
        Assert.That(
            KernelChecks.Agrees(
                index, query, new PairKernel(PairKernelOptions.Wide, 3, Limits), naive.Scores(PairKernelOptions.Wide)));
    }

    [Test]
    public void Run_KnownIndex_AllocatesNothing()
    {
        var index = new SessionIndex<long>(Limits);
        for (var i = 0; i < 5_000; i++)
        {
            index.Add(i / 5, i * 7919L % 97, i);
        }

        var query = new VisitQuery(10);
        var kernel = new PairKernel(PairKernelOptions.LongBrowse, 10, Limits);
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
    public void Options_NotANumber_AreRefused()
    {
        Assert.That(() => Plain with { QueryRange = double.NaN }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Plain with { SelfWeight = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static int[] Session(Random random) => [.. Enumerable.Range(0, 7).Select(_ => random.Next(40))];

    private static PairKernelOptions Preset(string name) =>
        new[]
        {
            PairKernelOptions.Sharp, PairKernelOptions.Wide, PairKernelOptions.LongBrowse, PairKernelOptions.Joint,
            PairKernelOptions.Returning, PairKernelOptions.Onward,
        }.Single(each => each.Name == name);

    private static BlendKernel Blend(SessionIndexLimits limits) => new(
        "blend",
        (new PairKernel(PairKernelOptions.Sharp, 3, limits), 1),
        (new PairKernel(PairKernelOptions.Wide, 3, limits), .3));

    private static string Scores(PairKernelOptions options, params string[] visit)
    {
        var index = new SessionIndex<string>(Limits);
        string[][] sessions = [["A", "B", "C"], ["B", "C", "D"], ["A", "D"]];
        for (var number = 0; number < sessions.Length; number++)
        {
            foreach (var item in sessions[number])
            {
                index.Add(number, item, number);
            }
        }

        var query = new VisitQuery(10);
        query.AskAround(index, -1, visit);
        var kernel = new PairKernel(options, 10, Limits);
        kernel.Run(index, query);
        var top = new TopScores<string>(index, StringComparer.Ordinal);
        top.Find(kernel, query, 10, -1, null);
        var texts = new List<string>();
        foreach (var (item, score) in top.Found)
        {
            texts.Add(FormattableString.Invariant($"{index.ItemAt(item)} {score:.0000000000}"));
        }

        return string.Join(' ', texts);
    }
}
