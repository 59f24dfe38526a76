using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Tests.Machines;
using static RxRecs.Tests.Trending.TrendRun;

namespace RxRecs.Tests.Trending;

/// <summary>The report that the machine knows between events.</summary>
public sealed class TopTrendsReportTests
{
    private static readonly TrendRankingOptions Ranking = new() { Top = 3, AmongPopular = 4, IncludePartial = true };

    [Test]
    public void Report_NoBucket_IsNullUntilCompletionSaysSo()
    {
        var machine = Machine();
        Assert.That(machine.Report, Is.Null);
        Assert.That(Restored(machine).Report, Is.Null);
        machine.OnCompleted(new Output<TrendReport<string>>());
        Assert.That(Restored(machine).Report!.Text(), Is.EqualTo(machine.Report!.Text()));
        Assert.That(machine.Report!.Status, Is.EqualTo(TrendReportStatus.NotEnoughData));
    }

    [Test]
    public void Report_PartialBucketLeftOut_StaysTheLastCompleteOne()
    {
        var days = Days("a=1", "a=3", "b=9");
        days[2] = new TrendBucket<string>(2, days[2].Start, days[2].End, days[2].Counts) { IsPartial = true };
        var machine = new TopTrendsMachine<string>(TrendScore.DampedChange);
        Run(machine, days);
        Assert.That(machine.Report!.Rising.Single().Item, Is.EqualTo("a"));
        Assert.That(machine.Report.Transition!.Now.LastIndex, Is.EqualTo(1));
    }

    [Test]
    public void Report_ScoreThrows_StaysAsItWas()
    {
        var score = new FailingScore();
        var machine = new TopTrendsMachine<string>(score);
        var days = Days("a=1", "a=3", "a=5");
        Run(machine, days[..2]);
        var before = (machine.Report, State: MachineSnapshot.Save(machine));
        score.Fails = true;
        Assert.That(() => Run(machine, days[2..]), Throws.TypeOf<NotSupportedException>());
        Assert.That(machine.Report, Is.SameAs(before.Report));
        Assert.That(MachineSnapshot.Save(machine), Is.EqualTo(before.State));
    }

    [Test]
    public void Report_ScoreThrowsAfterRestore_IsThereAllTheSame()
    {
        var score = new FailingScore();
        var machine = new TopTrendsMachine<string>(score);
        Run(machine, Days("a=1", "a=3"));
        score.Fails = true;
        var restored = new TopTrendsMachine<string>(score);
        MachineSnapshot.Restore(restored, MachineSnapshot.Save(machine));
        Assert.That(restored.Report!.Text(), Is.EqualTo(machine.Report!.Text()));
    }

    [Test]
    public void Report_AnotherRankingAfterRestore_IsRankedByIt()
    {
        var machine = new TopTrendsMachine<string>(TrendScore.DampedChange, new TrendRankingOptions { Top = 1 });
        Run(machine, Days("", "a=1 b=2 c=3"));
        var restored = new TopTrendsMachine<string>(TrendScore.DampedChange, new TrendRankingOptions { Top = 2 });
        MachineSnapshot.Restore(restored, MachineSnapshot.Save(machine));
        Assert.That(machine.Report!.New.Select(change => change.Item), Is.EqualTo(["c"]));
        Assert.That(restored.Report!.New.Select(change => change.Item), Is.EqualTo(["c", "b"]));
    }

    [Test]
    public void Report_RestoredWithoutAFurtherEvent_IsTheOneEmittedLast() => Prop.ForAll(
        Gen.Choose(0, 20).ListOf().Select(list => list.ToArray()).ListOf().ToArbitrary(),
        counts =>
        {
            var machine = Machine();
            TrendReport<string>? last = null;
            foreach (var bucket in Buckets([.. counts]))
            {
                last = Run(machine, bucket) ?? last;
                Assert.That(machine.Report, Is.SameAs(last));
                Assert.That(Restored(machine).Report?.Text(), Is.EqualTo(last?.Text()));
            }
        }).Holds();

    [Test]
    public void Report_ManyItemsThatTheOrderDoesNotTellApart_KeepTheirPlaces()
    {
        // Beyond 16 elements the runtime's sort is not stable, and sorting what is sorted moves equal ones.
        var machine = Unordered();
        Run(machine, Buckets([[1], [.. Enumerable.Repeat(5, 200)]]));
        var restored = Unordered();
        MachineSnapshot.Restore(restored, MachineSnapshot.Save(machine));
        Assert.That(restored.Report!.Text(), Is.EqualTo(machine.Report!.Text()));
        Assert.That(restored.Report!.Transition!.Text(), Is.EqualTo(machine.Report!.Transition!.Text()));

        static TopTrendsMachine<string> Unordered() =>
            new(TrendScore.DampedChange, itemOrder: Comparer<string>.Create((_, _) => 0));
    }

    [Test]
    public void Restore_DamagedState_IsRefusedOrRuns() => HostileSnapshot.AssertRefusedOrRuns(
        Machine, Days("a=1 b=2", "a=3 c=1"), []);

    private static TopTrendsMachine<string> Machine() => new(TrendScore.Trending(TimeSpan.FromDays(1), 2), Ranking);

    private static TopTrendsMachine<string> Restored(TopTrendsMachine<string> machine)
    {
        var restored = Machine();
        MachineSnapshot.Restore(restored, MachineSnapshot.Save(machine));
        return restored;
    }

    private static TrendReport<string>? Run(TopTrendsMachine<string> machine, params TrendBucket<string>[] buckets)
    {
        var output = new Output<TrendReport<string>>();
        foreach (var bucket in buckets)
        {
            machine.OnEvent(bucket, output);
        }

        return output.Count == 0 ? null : output[output.Count - 1];
    }

    // Items change their case from bucket to bucket and are the same; one bucket in five is partial, and gaps are left.
    private static TrendBucket<string>[] Buckets(int[][] counts) =>
    [
        .. counts.Select((items, i) => new TrendBucket<string>(
            i + (i / 7),
            Sale.Noon.AddDays(i + (i / 7)),
            Sale.Noon.AddDays(i + (i / 7) + 1),
            items.Select((count, item) => KeyValuePair.Create($"{(i % 2 == 0 ? 'a' : 'A')}{item}", (double)count)),
            StringComparer.OrdinalIgnoreCase)
        {
            IsPartial = i % 5 == 4,
        }),
    ];

    private sealed class FailingScore : TrendScore
    {
        public bool Fails { get; set; }

        public override string Name => "failing";

        public override double? Score(in TrendScoreInput input) =>
            Fails ? throw new NotSupportedException() : input.Now - input.Before;
    }
}
