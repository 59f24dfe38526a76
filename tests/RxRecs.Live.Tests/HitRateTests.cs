using RxRecs.Live.Pipeline;
using RxRecs.Machines;

namespace RxRecs.Live;

/// <summary>Tests which events are tested against the lists before them, and what comes of it.</summary>
[TestFixture]
public sealed class HitRateTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void IsDue_ManyInASecond_TakesTheFirstTwentyFive()
    {
        var rate = new HitRate();

        Assert.That(Enumerable.Range(0, 40).Count(_ => rate.IsDue(Start)), Is.EqualTo(25));
        Assert.That(rate.IsDue(Start.AddSeconds(1)), Is.True, "the next second begins anew");
        Assert.That(rate.IsDue(Start), Is.False, "one that comes late is none of it");
    }

    [Test]
    public void Points_HitsOfTwentySeconds_AreSharesWithTheirIntervals()
    {
        var rate = new HitRate();
        for (var second = 0; second < 20; second++)
        {
            rate.Add(Start.AddSeconds(second), isHit: second < 5);
        }

        var points = rate.Points();

        Assert.That(points.Select(each => each.T), Is.EqualTo(new[] { Start, Start.AddSeconds(10) }));
        Assert.That(points.Select(each => each.N), Is.EqualTo(new[] { 10, 10 }));
        Assert.That(points.Select(each => each.Value), Is.EqualTo(new[] { .5, 0 }));

        // Wilson's interval of 5 of 10 and of 0 of 10, at 95 %.
        Assert.That(points[0].Low, Is.EqualTo(.2366).Within(1e-4));
        Assert.That(points[0].High, Is.EqualTo(.7634).Within(1e-4));
        Assert.That(points[1].High, Is.EqualTo(.2775).Within(1e-4));
    }

    [Test]
    public void Snapshot_Restored_GoesOnTheSame()
    {
        var (rate, restored) = (new HitRate(), new HitRate());
        for (var i = 0; i < 20; i++)
        {
            rate.IsDue(Start);
            rate.Add(Start.AddSeconds(7 * i), i % 3 == 0);
        }

        restored.Restore(new SnapshotReader(Save(rate)));

        Assert.That(restored.Points(), Is.EqualTo(rate.Points()));
        Assert.That(Enumerable.Range(0, 9).Count(_ => restored.IsDue(Start)), Is.EqualTo(5), "of twenty-five");
    }

    private static byte[] Save(HitRate rate)
    {
        var writer = new SnapshotWriter();
        rate.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
