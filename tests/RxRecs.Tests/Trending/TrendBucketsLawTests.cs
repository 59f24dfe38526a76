using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Trending;

/// <summary>The laws of TrendBuckets on disordered input, for touching and overlapping buckets.</summary>
[TestFixture(60)]
[TestFixture(20)]
public sealed class TrendBucketsLawTests(int advance)
{
    private const int Lateness = 90;
    private const int Size = 60;

    [Test]
    public void TrendBuckets_AnyOrder_AgreesWithNaiveComputation() => Prop.ForAll(Sale.AnyOrder, sales =>
    {
        var run = Run(sales, out var late);
        Assert.That(run.Select(bucket => bucket.Text(withLate: false)), Is.EqualTo(Naive(sales, out var expectedLate)));
        Assert.That(late, Is.EqualTo(expectedLate));
    }).Holds();

    [Test]
    public void TrendBuckets_ArrivalWithinLateness_ChangesNothing() => Prop.ForAll(Sale.AnyOrder, sales =>
    {
        var expected = Run([.. sales.OrderBy(sale => sale.Minute)], out _).Select(bucket => bucket.Text()).ToList();
        for (var seed = 0; seed < 3; seed++)
        {
            var run = Run(Sale.Shuffle(sales, Lateness, seed), out var late);
            Assert.That(run.Select(bucket => bucket.Text()), Is.EqualTo(expected));
            Assert.That(late, Is.Empty);
        }
    }).Holds();

    [Test]
    public void TrendBuckets_AnyOrder_EmitsEachBucketOnceInOrder() => Prop.ForAll(Sale.AnyOrder, sales =>
    {
        var indexes = Run(sales, out _).Select(bucket => bucket.Index).ToList();
        Assert.That(indexes, Is.Ordered.Ascending.And.Unique);
    }).Holds();

    [Test]
    public void TrendBuckets_SnapshotAtAnyCut_ChangesNothing() => Prop.ForAll(Sale.AnyOrder, sales =>
    {
        var whole = Machine();
        var expected = Feed(whole, sales, complete: false);
        var state = MachineSnapshot.Save(whole, TestCodecs.All);
        expected.AddRange(Feed(whole, [], complete: true));
        for (var cut = 0; cut <= sales.Length; cut++)
        {
            var first = Machine();
            var results = Feed(first, sales[..cut], complete: false);
            var second = Machine();
            MachineSnapshot.Restore(second, MachineSnapshot.Save(first, TestCodecs.All), TestCodecs.All);
            results.AddRange(Feed(second, sales[cut..], complete: false));
            Assert.That(MachineSnapshot.Save(second, TestCodecs.All), Is.EqualTo(state), $"state after a cut at {cut}");
            results.AddRange(Feed(second, [], complete: true));
            Assert.That(results, Is.EqualTo(expected), $"results after a cut at {cut}");
        }
    }).Holds(cases: 30);

    private static List<string> Feed(TrendBucketsMachine<Sale, string> machine, Sale[] sales, bool complete)
    {
        var results = new List<string>();
        var output = new Output<EventTimeResult<Sale, TrendBucket<string>>>();
        foreach (var sale in sales)
        {
            machine.OnEvent(sale, output);
        }

        if (complete)
        {
            machine.OnCompleted(output);
        }

        foreach (var result in output.Results)
        {
            results.Add(result.Result?.Text() ?? result.Late?.ToString() ?? $"{result.Counts}");
        }

        return results;
    }

    /// <summary>Every bucket by a scan of all sales that were not behind it when they came.</summary>
    private List<string> Naive(Sale[] sales, out List<Sale> late)
    {
        late = [];
        var kept = new List<Sale>();
        var watermark = int.MinValue;
        foreach (var sale in sales)
        {
            (Pane(sale.Minute) * advance + advance <= watermark ? late : kept).Add(sale);
            watermark = Math.Max(watermark, sale.Minute - Lateness);
        }

        if (kept.Count == 0)
        {
            return [];
        }

        var (first, last, newest) =
            (kept.Min(sale => Pane(sale.Minute)), kept.Max(sale => Pane(sale.Minute)), sales.Max(s => s.Minute));
        return
        [
            .. Enumerable.Range(first, last - first + (Size / advance))
                .Select(pane => NaiveBucket(kept, pane, first, newest))
                .Select(bucket => bucket.Text(withLate: false)),
        ];
    }

    private TrendBucket<string> NaiveBucket(List<Sale> kept, int lastPane, int firstPane, int newest)
    {
        var end = (lastPane + 1) * advance;
        var start = end - Size;
        var counts = kept
            .Where(sale => sale.Minute >= start && sale.Minute < end && sale.Hundredths > 0)
            .GroupBy(sale => sale.Item)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(sale => sale.Hundredths) / 100.0));
        return new TrendBucket<string>(
            start / advance, Sale.Noon.AddMinutes(start), Sale.Noon.AddMinutes(end), counts)
        {
            IsPartial = end > newest || start < firstPane * advance,
        };
    }

    private int Pane(int minute) => minute / advance;

    private List<TrendBucket<string>> Run(Sale[] sales, out List<Sale> late)
    {
        var all = Tests.Time.EventTimeRun.All(Machine(), sales);
        late = [.. all.Where(one => one.IsLate).Select(one => one.Late!.Event)];
        return [.. all.Where(one => one.IsResult).Select(one => one.Result!)];
    }

    private TrendBucketsMachine<Sale, string> Machine() => new(
        TimeSpan.FromMinutes(Size),
        sale => sale.Item,
        sale => sale.Weight,
        sale => sale.Time,
        new TrendBucketsOptions
        {
            AllowedLateness = TimeSpan.FromMinutes(Lateness),
            Advance = TimeSpan.FromMinutes(advance),
            Origin = Sale.Noon,
        });
}
