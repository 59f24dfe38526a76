using FsCheck;
using FsCheck.Fluent;

namespace RxRecs.Kafka.Source;

public sealed class MergedTargetTests
{
    // Few different times, so that equal ones are frequent; arrivals in any order.
    private static readonly Arbitrary<(
        int Partitions, int Lateness, int MaxPending, int Seed, (int Partition, int Time)[] Arrivals)> Cases =
        (from partitions in Gen.Choose(1, 4)
         from lateness in Gen.Choose(0, 6)
         from maxPending in Gen.Choose(2, 8)
         from seed in Gen.Choose(0, int.MaxValue)
         from arrivals in Gen.Choose(0, partitions - 1).SelectMany(p => Gen.Choose(1, 30).Select(t => (p, t))).ArrayOf()
         select (partitions, lateness, maxPending, seed, arrivals)).ToArbitrary();

    [Test]
    public void MergedTarget_AnyInterleaving_AgreesWithASortOfWhatIsNotLate() => Prop.ForAll(Cases, one =>
    {
        var (inOrder, late) = Model(one.Partitions, one.Lateness, one.Arrivals);
        using var run = new MergeRun(one.Partitions, one.Lateness, one.MaxPending);

        Feed(run, one.Partitions, one.Arrivals, new Random(one.Seed));

        Assert.That(run.Out, Is.EqualTo(inOrder));
        Assert.That(run.Late, Is.EquivalentTo(late));
    }).Holds(cases: 1_000);

    [Test]
    public void MergedTarget_AnyMoment_CommitIsNeverBeyondAnUnprocessedRecord() => Prop.ForAll(Cases, one =>
    {
        using var run = new MergeRun(one.Partitions, one.Lateness);
        var taken = new long[one.Partitions];
        foreach (var (partition, time) in one.Arrivals)
        {
            run.Take(partition, time);
            taken[partition]++;
            for (var each = 0; each < one.Partitions; each++)
            {
                var done = run.Out.Where(record => record.Partition == each).Select(record => record.Offset)
                    .Concat(
                        run.Late.Where(record => record.Partition == each).Select(record => record.Offset)).ToHashSet();
                var open = Enumerable.Range(0, (int)taken[each]).Select(n => (long)n)
                    .Where(offset => !done.Contains(offset));
                Assert.That(run.Save(each), Is.EqualTo(open.DefaultIfEmpty(taken[each]).First()));
            }
        }
    }).Holds(cases: 1_000);

    [Test]
    public void MergedTarget_ManyWithinTheLateness_OnePausedGoesOnOnceAllWaitForIt()
    {
        using var run = new MergeRun(partitions: 2, lateness: 1000, maxPending: 4);
        for (var time = 1; time <= 4; time++)
        {
            run.Take(0, time);
        }

        Assert.That(run.IsPaused(0), Is.True);
        run.Take(1, 200);
        for (var time = 5; time <= 100; time++)
        {
            Assert.That(run.IsPaused(0), Is.False);
            run.Take(0, time);
        }
    }

    [Test]
    public void MergedTarget_RunsAhead_IsPausedUntilTheOthersFollow()
    {
        using var run = new MergeRun(partitions: 2, lateness: 0, maxPending: 4);
        for (var time = 1; time <= 4; time++)
        {
            run.Take(0, time);
        }

        Assert.That((run.IsPaused(0), run.Out.Count), Is.EqualTo((true, 0)));
        run.Take(1, 3);
        Assert.That((run.IsPaused(0), run.Out.Count), Is.EqualTo((false, 4)));
    }

    [Test]
    public void MergedTarget_QuietPartitionBringsLateRecordsAlone_TheOthersDoNotWaitForIt()
    {
        using var run = new MergeRun(partitions: 2, lateness: 0);
        run.Take(0, 10);
        run.Take(1, 20);
        run.Quiet(0);
        run.Take(0, 5);
        run.Take(1, 30);
        Assert.That(run.Out.Select(each => each.Ticks), Is.EqualTo([10, 20, 30]));
        Assert.That(run.Late, Is.EqualTo([(0, 1L)]));
        run.Take(0, 30);
        run.Take(1, 40);
        Assert.That(run.Out.Select(each => each.Ticks), Is.EqualTo([10, 20, 30, 30]), "waited for again");
    }

    [Test]
    public void MergedTarget_TheOneWaitedForIsTakenAway_TheOthersGoOn()
    {
        using var run = new MergeRun(partitions: 2, lateness: 0, maxPending: 2);
        run.Take(1, 10);
        run.Take(0, 20);
        run.Take(0, 30);
        Assert.That(run.IsPaused(0), Is.True);

        run.TakeAway(1);

        Assert.That(run.Out.Select(each => each.Ticks), Is.EqualTo(new[] { 10L, 20, 30 }));
        Assert.That(run.IsPaused(0), Is.False);
    }

    [Test]
    public void MergedTarget_RunIsOver_EverythingHeldGoesOut()
    {
        using var run = new MergeRun(partitions: 2, lateness: 10);
        run.Take(0, 7);
        run.Take(0, 5);
        run.Stop();

        Assert.That(run.Out.Select(each => each.Ticks), Is.EqualTo(new long[] { 5, 7 }));
        Assert.That(run.Save(0), Is.EqualTo(2));
    }

    private static void Feed(MergeRun run, int partitions, (int Partition, int Time)[] arrivals, Random random)
    {
        var queues = Enumerable.Range(0, partitions)
            .Select(
                number => new Queue<int>(arrivals.Where(each => each.Partition == number).Select(each => each.Time)))
            .ToArray();
        var open = Enumerable.Range(0, partitions).ToList();
        while (open.Count > 0)
        {
            var ready = open.Where(number => queues[number].Count == 0 || !run.IsPaused(number)).ToList();
            Assert.That(ready, Is.Not.Empty, "every partition is paused");
            var next = ready[random.Next(ready.Count)];
            if (queues[next].TryDequeue(out var time))
            {
                run.Take(next, time);
            }
            else
            {
                run.Complete(next);
                open.Remove(next);
            }
        }
    }

    private static (
        List<(long Ticks, int Partition, long Offset)> InOrder, List<(int Partition, long Offset)> Late) Model(
        int partitions, int lateness, (int Partition, int Time)[] arrivals)
    {
        var kept = new List<(long Ticks, int Partition, long Offset)>();
        var late = new List<(int Partition, long Offset)>();
        for (var number = 0; number < partitions; number++)
        {
            var latest = long.MinValue / 2;
            var offset = 0;
            foreach (var (_, time) in arrivals.Where(each => each.Partition == number))
            {
                if (time < latest - lateness)
                {
                    late.Add((number, offset));
                }
                else
                {
                    kept.Add((time, number, offset));
                }

                latest = Math.Max(latest, time);
                offset++;
            }
        }

        return ([.. kept.Order()], late);
    }
}
