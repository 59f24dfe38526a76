using RxRecs.Recommenders;

namespace RxRecs.Tests.Vectors;

/// <summary>The nearest items by vectors, against loops over all in double precision.</summary>
public sealed class ItemVectorsTests
{
    [Test]
    public void FindNearest_RandomVectors_AgreesWithALoopOverAll(
        [Values(1, 2, 15, 16, 17, 128, 1024)] int dimensions, [Values(1, 5, 400)] int count)
    {
        var vectors = Random(300, dimensions, seed: dimensions);
        var index = Build(vectors, dimensions);
        var list = new List<ItemCosine<Id>>();
        foreach (var item in new Id[] { 0, 7, 299 })
        {
            index.FindNearest(item, count, list);
            Assert.That(Told(list), Is.EqualTo(Naive(vectors, vectors[item], count, item)));
            index.FindNearest(vectors[item], count, list, each => each != 3);
            Assert.That(Told(list), Is.EqualTo(Naive(vectors, vectors[item], count, 3)));
        }
    }

    [Test]
    public void FindNearest_SameDirection_IsInTheItemsOrder()
    {
        // What is twice as long, or a tenth of a power of two, has the same direction to the last bit.
        var index = Build(
            new Dictionary<Id, float[]>
            {
                ["b"] = [2, 2],
                ["c"] = [1, 1],
                [9] = [0.125f, 0.125f],
                [10] = [1, 0],
                [2] = [-1, -1],
            },
            2);
        var list = new List<ItemCosine<Id>>();
        index.FindNearest((ReadOnlySpan<float>)[3, 3], 4, list);

        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 9, "b", "c", 10 }));
        Assert.That(list[0].Cosine, Is.EqualTo(list[2].Cosine).And.EqualTo(1).Within(1e-15));
        index.FindNearest((ReadOnlySpan<float>)[3, 3], 1, list);
        Assert.That(list.Select(each => each.Item), Is.EqualTo(new Id[] { 9 }));
    }

    [Test]
    public void FindNearest_CosinesCloserThanSinglePrecision_AreInTheirTrueOrder()
    {
        // Each is turned a little further away; no two differ in single precision.
        const int Count = 200;
        var vectors = new Dictionary<Id, float[]>();
        for (var i = 0; i < Count; i++)
        {
            vectors[(i * 37) % Count] = [1, 1e-4f + (i * 1e-8f), .. new float[126]];
        }

        var index = Build(vectors, 128);
        var list = new List<ItemCosine<Id>>();
        index.FindNearest((ReadOnlySpan<float>)[1, .. new float[127]], 10, list);

        Assert.That(
            list.Select(each => each.Item), Is.EqualTo(Enumerable.Range(0, 10).Select(i => (Id)((i * 37) % Count))));
    }

    /// <summary>Here the products in single precision are in another order than the cosines.</summary>
    [Test]
    public void FindNearest_VectorsNearlyTheSame_AgreesWithALoopOverAll([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        var start = Enumerable.Range(0, 128).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var vectors = Enumerable.Range(0, 1_000).ToDictionary(
            item => (Id)item,
            _ => start.Select(value => value + (float)((random.NextDouble() - 0.5) * 2e-4)).ToArray());
        var list = new List<ItemCosine<Id>>();
        Build(vectors, 128).FindNearest(7, 10, list);

        Assert.That(
            list.Select(each => each.Item),
            Is.EqualTo(vectors.Where(each => each.Key != 7)
                .OrderByDescending(each => Cosine(each.Value, vectors[7]))
                .Take(10)
                .Select(each => each.Key)));
    }

    [Test]
    public void FindNearest_LengthsOfAnySize_ChangeNothing([Values(1e-30f, 1e-20f, 1e20f, 3e37f)] float factor)
    {
        var vectors = Random(50, 20, seed: 2);
        var scaled =
            vectors.ToDictionary(each => each.Key, each => each.Value.Select(value => value * factor).ToArray());
        var (list, other) = (new List<ItemCosine<Id>>(), new List<ItemCosine<Id>>());
        Build(vectors, 20).FindNearest(4, 10, list);
        Build(scaled, 20).FindNearest(4, 10, other);

        Assert.That(other.Select(each => each.Item), Is.EqualTo(list.Select(each => each.Item)));
        Assert.That(other[0].Cosine, Is.EqualTo(list[0].Cosine).Within(1e-6));
    }

    [TestCase(0f, 0f)]
    [TestCase(1f, float.NaN)]
    [TestCase(float.NegativeInfinity, 1f)]
    public void TryAdd_VectorWithoutADirection_IsRefusedAndCounted(float first, float second)
    {
        var builder = new ItemVectorsBuilder<Id>(2);

        Assert.That(builder.TryAdd(1, [first, second]), Is.False);
        Assert.That(builder.TryAdd(1, [1, 2]), Is.True);
        Assert.That(builder.TryAdd(1, [2, 1]), Is.False);
        Assert.That((builder.Count, builder.RefusedVectors), Is.EqualTo((1, 2L)));
        Assert.That(builder.Build().RefusedVectors, Is.EqualTo(2));
        Assert.That(
            () => builder.Build().FindNearest((ReadOnlySpan<float>)[first, second], 1, []),
            Throws.ArgumentException.With.Message.Contains("not all zero"));
    }

    [Test]
    public void Bounds_OfDimensions_AreRefused()
    {
        Assert.That(() => new ItemVectorsBuilder<Id>(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ItemVectorsBuilder<Id>(1_025), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ItemVectorsBuilder<Id>(3).TryAdd(1, [1, 2]),
            Throws.ArgumentException.With.Message.Contains("2 numbers, not 3"));
        Assert.That(() => Build([], 3).FindNearest((ReadOnlySpan<float>)[1, 2], 1, []), Throws.ArgumentException);
        Assert.That(() => Build([], 3).FindNearest(1, 0, []), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Index_WithoutItems_FindsNothing()
    {
        var list = new List<ItemCosine<Id>> { new(1, 1) };
        Build([], 3).FindNearest((ReadOnlySpan<float>)[1, 2, 3], 5, list);

        Assert.That(list, Is.Empty);
        Assert.That(Build([], 3).ToTable(5).ItemCount, Is.Zero);
    }

    [Test]
    public void Hash_AnyOrder_IsThatOfTheDirections()
    {
        var vectors = Random(20, 3, seed: 1);
        var doubled =
            vectors.Reverse().ToDictionary(each => each.Key, each => each.Value.Select(value => value * 2).ToArray());
        var turned = vectors.ToDictionary();
        turned[5] = [.. turned[5].Reverse()];

        Assert.That(Build(doubled, 3).Hash, Is.EqualTo(Build(vectors, 3).Hash));
        Assert.That(Build(turned, 3).Hash, Is.Not.EqualTo(Build(vectors, 3).Hash));
    }

    [Test]
    public void ToTable_AnyThreads_HoldsTheNearest()
    {
        var index = Build(Random(60, 8, seed: 3), 8);
        var table = index.ToTable(5, threads: 1);
        var list = new List<ItemCosine<Id>>();
        index.FindNearest(11, 5, list);

        Assert.That(
            table.NeighborsOf(11), Is.EqualTo(list.Select(each => new Neighbor<Id>(each.Item, (float)each.Cosine))));
        Assert.That(index.ToTable(5, threads: 4).Hash, Is.EqualTo(table.Hash));
        Assert.That(
            () => index.ToTable(5, 2, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void FindNearest_AfterTheFirst_AllocatesNothing()
    {
        var index = Build(Random(2_000, 64, seed: 6), 64);
        var list = new List<ItemCosine<Id>>();
        for (var i = 0; i < 50; i++)
        {
            index.FindNearest(i, 20, list);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            index.FindNearest(i, 20, list);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static Dictionary<Id, float[]> Random(int count, int dimensions, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).ToDictionary(
            item => (Id)item,
            _ => Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray());
    }

    private static ItemVectors<Id> Build(Dictionary<Id, float[]> vectors, int dimensions)
    {
        var builder = new ItemVectorsBuilder<Id>(dimensions);
        foreach (var (item, vector) in vectors)
        {
            Assert.That(builder.TryAdd(item, vector), Is.True);
        }

        return builder.Build();
    }

    private static (Id Item, double Cosine)[] Told(List<ItemCosine<Id>> list) =>
        [.. list.Select(each => (each.Item, Math.Round(each.Cosine, 12)))];

    private static (Id Item, double Cosine)[] Naive(
        Dictionary<Id, float[]> vectors, float[] vector, int count, Id left) =>
    [
        .. vectors.Where(each => each.Key != left)
            .Select(each => (each.Key, Math.Round(Cosine(each.Value, vector), 12)))
            .OrderByDescending(each => each.Item2).ThenBy(each => each.Key)
            .Take(count),
    ];

    private static double Cosine(float[] x, float[] y) =>
        x.Zip(y, (a, b) => (double)a * b).Sum()
        / Math.Sqrt(x.Sum(a => (double)a * a)) / Math.Sqrt(y.Sum(b => (double)b * b));
}
