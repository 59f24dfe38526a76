using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using static RxRecs.Tests.Trending.TrendRun;

namespace RxRecs.Tests.Trending;

public sealed class TrendTransitionsTests
{
    private static readonly TrendScore[] Scores =
    [
        TrendScore.DampedChange,
        TrendScore.PercentChange,
        TrendScore.SymmetricChange(),
        TrendScore.Hot(TimeSpan.FromDays(2)),
        TrendScore.Trending(TimeSpan.FromDays(2), 3),
        TrendScore.Breakout(3, 0.1, 1),
    ];

    [Test]
    public void TrendTransitions_Neighbours_AreComparedItemByItem()
    {
        var transition = Days("a=1 b=2", "b=1 c=3")
            .ToObservable()
            .TrendTransitions(TrendScore.DampedChange)
            .All()
            .Single();
        Assert.That(transition.Changes, Is.EqualTo([
            new TrendChange<string>("c", 0, 3, 0.75),
            new TrendChange<string>("b", 2, 1, -0.25),
            new TrendChange<string>("a", 1, 0, -0.5),
        ]));
        Assert.That((transition.Before.LastIndex, transition.Now.FirstIndex), Is.EqualTo((0, 1)));
    }

    [Test]
    public void TrendTransitions_EqualScores_HigherNextThenLowerItemFirst()
    {
        var changes = Days("b=1 a=1 c=2", "b=2 a=2 c=4 x=5").ToObservable()
            .TrendTransitions(TrendScore.PercentChange).All().Single().Changes;
        Assert.That(changes.Select(change => change.Item), Is.EqualTo(["c", "a", "b", "x"]));
        Assert.That(changes[^1].Score, Is.Null);
    }

    [Test]
    public void TrendTransitions_Hot_DecaysByTimeAcrossGaps()
    {
        var days = Days("a=8", "", "b=1", "", "c=1");
        var all = new[] { days[0], days[2], days[4] }
            .ToObservable()
            .TrendTransitions(TrendScore.Hot(TimeSpan.FromDays(1)))
            .All();
        Assert.That(all[0].Changes.Select(change => (change.Item, change.Score)), Is.EqualTo([("a", 2.0), ("b", 1.0)]));
        Assert.That(
            all[1].Changes.Select(change => (change.Item, change.Score)),
            Is.EqualTo([("c", 1.0), ("a", 0.5), ("b", 0.25)]));
    }

    [TestCaseSource(nameof(Scores))]
    public void TrendTransitions_AnyBuckets_AgreeWithNaiveComputation(TrendScore score) => Prop.ForAll(AnyDays, days =>
    {
        var run = days.ToObservable().TrendTransitions(score).All();
        var pairs = days.Skip(1).Select((day, i) => Naive(days[..(i + 1)], day, score));
        Assert.That(
            run.Select(transition => transition.Text()), Is.EqualTo(pairs.Select(transition => transition.Text())));
    }).Holds();

    [TestCaseSource(nameof(Scores))]
    public void TrendTransitions_SnapshotAtAnyCut_ChangesNothing(TrendScore score) => Prop.ForAll(AnyDays, days =>
    {
        var expected = Feed(new TopTrendsMachine<string>(score), days);
        for (var cut = 0; cut <= days.Length; cut++)
        {
            var first = new TopTrendsMachine<string>(score);
            var results = Feed(first, days[..cut]);
            var second = new TopTrendsMachine<string>(score);
            var state = MachineSnapshot.Save(first);
            MachineSnapshot.Restore(second, state);
            Assert.That(MachineSnapshot.Save(second), Is.EqualTo(state));
            results.AddRange(Feed(second, days[cut..]));
            Assert.That(results, Is.EqualTo(expected), $"after a cut at {cut}");
        }
    }).Holds();

    [Test]
    public void TrendTransitions_ItemNotSeenForLong_IsForgotten()
    {
        var machine = new TrendTransitionsMachine<string>(TrendScore.Trending(TimeSpan.FromHours(12), 2));
        var output = new Output<TrendTransition<string>>();
        foreach (var day in Days([.. Enumerable.Range(0, 200).Select(i => $"x{i}=1")]))
        {
            machine.OnEvent(day, output);
            output.Clear();
        }

        Assert.That(MachineSnapshot.Save(machine), Has.Length.LessThan(12 * 60));
    }

    [Test]
    public void TrendTransitions_BucketOutOfOrder_EndsWithOnError()
    {
        var days = Days("a=1", "a=2");
        Exception? failure = null;
        using var subscription = new[] { days[1], days[0] }.ToObservable()
            .TrendTransitions(TrendScore.DampedChange)
            .Subscribe(_ => { }, error => failure = error);
        Assert.That(failure, Is.TypeOf<InvalidOperationException>().With.Message.Contains("not in order"));
    }

    [Test]
    public void TrendTransitions_SnapshotOfAnotherScore_IsRefused()
    {
        var snapshot = MachineSnapshot.Save(new TrendTransitionsMachine<string>(TrendScore.DampedChange));
        Assert.That(
            () => MachineSnapshot.Restore(new TrendTransitionsMachine<string>(TrendScore.PercentChange), snapshot),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("damped change"));
    }

    /// <summary>Up to eight buckets of four items; some are missing in between.</summary>
    private static Arbitrary<TrendBucket<string>[]> AnyDays { get; } = Gen
        .Elements("", "", "a=1", "a=5", "b=2.5", "c=1", "d=100", "gap")
        .Two()
        .ListOf()
        .Select(all => all.Take(8)
            .Select(pair => pair.Item1.Split('=')[0] == pair.Item2.Split('=')[0]
                ? pair.Item1
                : $"{pair.Item1} {pair.Item2}")
            .ToArray())
        .Select(texts => Days([.. texts.Select(text => text.Replace("gap", "", StringComparison.Ordinal))])
            .Where((_, i) => i == 0 || !texts[i].Contains("gap", StringComparison.Ordinal))
            .ToArray())
        .ToArbitrary();

    private static TrendTransition<string> Naive(
        TrendBucket<string>[] before, TrendBucket<string> newest, TrendScore score)
    {
        var previous = before.LastOrDefault(bucket => bucket.Index == newest.Index - 1);
        var baseline = before.Where(bucket => bucket.Index >= newest.Index - score.BaselineBuckets).ToArray();
        var changes = new List<TrendChange<string>>();
        var counts = before.Append(newest).SelectMany(bucket => bucket.Counts);
        foreach (var item in counts.Select(pair => pair.Key).Distinct())
        {
            var (cur, next) = (previous?.CountOf(item) ?? 0, newest.CountOf(item));
            double decayed = 0;
            var last = before.Append(newest).First();
            foreach (var bucket in before.Where(bucket => bucket.CountOf(item) > 0).Append(newest))
            {
                decayed = score.HalfLife is { } half
                    ? decayed * Math.Pow(0.5, (bucket.Start - last.Start) / half) + bucket.CountOf(item)
                    : 0;
                last = bucket;
            }

            var input = new TrendScoreInput(
                cur,
                next,
                newest.Total,
                baseline.Sum(bucket => bucket.CountOf(item)),
                baseline.Sum(bucket => bucket.Total),
                decayed);
            var value = score.Score(in input);
            if (cur != 0 || next != 0 || value is not (null or 0))
            {
                changes.Add(new(item, cur, next, value));
            }
        }

        return new(
            new(newest.Index - 1, newest.Index - 1, newest.Start.AddDays(-1), newest.Start),
            new(newest.Index, newest.Index, newest.Start, newest.End),
            TrendBasis.LastTransition,
            score.Name,
            changes);
    }

    private static List<string> Feed(TopTrendsMachine<string> machine, TrendBucket<string>[] days)
    {
        var output = new Output<TrendReport<string>>();
        foreach (var day in days)
        {
            machine.OnEvent(day, output);
        }

        return [.. output.Results.ToArray().Select(report => report.Text() + report.Transition?.Text())];
    }
}
