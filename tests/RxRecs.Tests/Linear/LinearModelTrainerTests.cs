using RxRecs.Recommenders;

namespace RxRecs.Tests.Linear;

/// <summary>The linear model against dense matrices in double precision.</summary>
public sealed class LinearModelTrainerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, LinearModelOptions> Options = new(StringComparer.Ordinal)
    {
        ["defaults"] = new(),
        ["little regularization"] = new() { Regularization = 0.5 },
        ["visits as a whole"] = new() { WholeVisitWeight = 1, Regularization = 2 },
        ["only what follows"] = new() { WholeVisitWeight = 0, Regularization = 2, PositionRange = 3 },
        ["fading fast"] = new() { TimeRange = TimeSpan.FromMinutes(20), Regularization = 2, Threads = 3 },
    };

    private static IEnumerable<string> Names => Options.Keys;

    [Test]
    public void Train_RandomVisits_AgreesWithTheFormula(
        [ValueSource(nameof(Names))] string name, [Values(1, 7, 230)] int items)
    {
        var options = Options[name];
        var visits = Visits(items, count: 3 * items, seed: items);
        var expected = NaiveLinearModel.Train(items, visits, options);
        var table = Train(visits, options);
        var scale = expected.Cast<double>().Max(Math.Abs);
        var checkedCount = 0;
        for (var item = 0; item < items; item++)
        {
            var row = Enumerable.Range(0, items).Select(other => expected[item, other]).ToArray();
            var found = table.NeighborsOf(item);
            var weights = found.ToDictionary(each => each.Item, each => (double)each.Weight);
            var least = found.Count == options.MaxNeighbors ? found[^1].Weight : 0;
            foreach (var (weight, other) in row.Select((weight, other) => (weight, other)))
            {
                // What is near the bound, or near 0, may be on either side of it.
                var actual = weights.GetValueOrDefault(other, Math.Min(weight, least));
                Assert.That(actual, Is.EqualTo(weight).Within(2e-5 * scale), $"{item}, {other}");
                checkedCount += weights.ContainsKey(other) ? 1 : 0;
            }
        }

        Assert.That(checkedCount, Is.EqualTo(table.PairCount));
    }

    [Test]
    public void Train_AnyNumberOfThreads_GivesTheSameTable()
    {
        var visits = Visits(items: 450, count: 2_000, seed: 4);
        var hashes = new[] { 1, 2, 5 }.Select(threads => Train(visits, new() { Threads = threads }).Hash);

        Assert.That(hashes.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Train_MoreItemsThanAreKept_LeavesTheRarestOutAndCountsThem()
    {
        // 3 is as frequent as 2, and comes after it.
        var options = new LinearModelOptions { MaxItems = 2, MaxVisitLength = 4 };
        (int[], DateTimeOffset)[] visits =
            [([1, 2, 3, 1], Start), ([4], Start), ([1, 3, 2, 1, 4, 4], Start.AddHours(1))];
        (int[], DateTimeOffset)[] kept = [([1, 2, 1], Start), ([1, 2, 1], Start.AddHours(1))];
        var trainer = Fill(visits, options);
        var size = trainer.Measure();

        Assert.That(
            (size.Items, size.LeftOutItems, size.LeftOutEvents, size.Pairs), Is.EqualTo((2, 2, 5L, 4L)));
        Assert.That(size.Bytes, Is.GreaterThan(Tile.Length * sizeof(float)));
        Assert.That(trainer.Train().Hash, Is.EqualTo(Train(kept, options).Hash));
    }

    [Test]
    public void Train_NoVisits_GivesAnEmptyTable()
    {
        var trainer = new LinearModelTrainer<string>();
        trainer.Add([], Start);

        Assert.That(trainer.VisitCount, Is.Zero);
        Assert.That(trainer.Train().ItemCount, Is.Zero);
        Assert.That(() => trainer.Add(["a", null!], Start), Throws.ArgumentNullException);
        Assert.That(trainer.ItemCount, Is.Zero);
    }

    [Test]
    public void Train_Stopped_ThrowsAndTellsNoFurtherProgress()
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<double>();
        var trainer = Fill(Visits(items: 800, count: 1_000, seed: 1), new());
        var progress = new Told(share =>
        {
            seen.Add(share);
            stop.Cancel();
        });

        Assert.That(() => trainer.Train(progress, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(() => trainer.Measure(stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Train_ToTheEnd_TellsAProgressThatGrowsToOne()
    {
        var seen = new List<double>();
        Fill(Visits(items: 800, count: 1_000, seed: 1), new()).Train(new Told(seen.Add));

        Assert.That(seen, Is.Ordered);
        Assert.That(seen[^1], Is.EqualTo(1));
        Assert.That(seen, Has.Count.GreaterThan(10));
    }

    [TestCase(1)]
    [TestCase(191)]
    [TestCase(193)]
    [TestCase(500)]
    public void Invert_PositiveDefiniteMatrix_GivesTheUnitMatrixWithIt(int size)
    {
        var random = new Random(size);
        var (dense, matrix) = (new double[size, size], new SymmetricMatrix(size));
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var value = (float)(row == column ? size : random.NextDouble() - 0.5);
                (matrix[row, column], dense[row, column], dense[column, row]) = (value, value, value);
            }
        }

        MatrixInverse.Invert(matrix, new() { MaxDegreeOfParallelism = 2 }, static _ => { });
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column += 7)
            {
                var sum = Enumerable.Range(0, size)
                    .Sum(k => dense[row, k] * matrix[Math.Max(k, column), Math.Min(k, column)]);
                Assert.That(sum, Is.EqualTo(row == column ? 1 : 0).Within(2e-6), $"{row}, {column}");
            }
        }
    }

    [Test]
    public void Invert_MatrixThatIsNotPositiveDefinite_SaysWhatToDo()
    {
        var matrix = new SymmetricMatrix(2);
        (matrix[0, 0], matrix[1, 0], matrix[1, 1]) = (1, 2, 1);

        Assert.That(
            () => MatrixInverse.Invert(matrix, new(), static _ => { }),
            Throws.TypeOf<ArithmeticException>().With.Message.Contains("greater regularization"));
    }

    private static NeighborTable<Id> Train(
        IReadOnlyList<(int[] Items, DateTimeOffset Time)> visits, LinearModelOptions options) =>
        Fill(visits, options).Train();

    private static LinearModelTrainer<Id> Fill(
        IReadOnlyList<(int[] Items, DateTimeOffset Time)> visits, LinearModelOptions options)
    {
        var trainer = new LinearModelTrainer<Id>(options);
        foreach (var (items, time) in visits)
        {
            trainer.Add([.. items.Select(item => (Id)item)], time);
        }

        return trainer;
    }

    /// <summary>Visits of which each item has some, with repeats, at growing times.</summary>
    private static List<(int[] Items, DateTimeOffset Time)> Visits(int items, int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(visit => (
                Enumerable.Range(0, random.Next(1, 7))
                    .Select(place => place == 0 ? visit % items : (int)(items * Math.Pow(random.NextDouble(), 3)))
                    .ToArray(),
                Start.AddMinutes(visit))),
        ];
    }

    private sealed class Told(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
