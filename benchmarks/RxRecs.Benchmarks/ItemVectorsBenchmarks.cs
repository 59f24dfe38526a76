using System.Numerics;
using BenchmarkDotNet.Attributes;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>The 20 nearest of 100,000 items by vectors of 128 numbers, on one thread.</summary>
[MemoryDiagnoser]
public class ItemVectorsBenchmarks
{
    private const int Items = 100_000;
    private const int Dimensions = 128;
    private const int Count = 20;
    private const int Lists = 10;
    private readonly float[][] _unit = new float[Items][];
    private readonly List<ItemCosine<int>> _list = [];
    private readonly List<NextItem<int>> _next = [];
    private readonly int[][] _visits = [.. Enumerable.Range(0, Lists)
        .Select(list => Enumerable.Range(0, 5).Select(place => (list * 7_919) + (place * 31)).ToArray())];
    private ItemModelState<int, int>? _state;
    private ItemVectors<int> _vectors = new ItemVectorsBuilder<int>(Dimensions).Build();

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var builder = new ItemVectorsBuilder<int>(Dimensions);
        for (var item = 0; item < Items; item++)
        {
            var vector = new float[Dimensions];
            for (var i = 0; i < Dimensions; i++)
            {
                vector[i] = (float)(random.NextDouble() - 0.5);
            }

            builder.TryAdd(item, vector);
            var length = MathF.Sqrt(vector.Sum(value => value * value));
            _unit[item] = [.. vector.Select(value => value / length)];
        }

        _vectors = builder.Build();
        _state = new(_vectors);
    }

    /// <summary>Gives the nearest by a loop over arrays of length 1, number by number, into a priority queue.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Lists)]
    public int ScalarLoop() => Nearest(static (left, right) =>
    {
        var sum = 0f;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    });

    /// <summary>The same with a product by vectors, as one writes it first.</summary>
    [Benchmark(OperationsPerInvoke = Lists)]
    public int VectorLoop() => Nearest(static (left, right) =>
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i += Vector<float>.Count)
        {
            sum += new Vector<float>(left, i) * new Vector<float>(right, i);
        }

        return Vector.Sum(sum);
    });

    [Benchmark(OperationsPerInvoke = Lists)]
    public int FindNearest()
    {
        var sum = 0;
        for (var list = 0; list < Lists; list++)
        {
            _vectors.FindNearest(list * 7_919, Count, _list);
            sum += _list.Count;
        }

        return sum;
    }

    /// <summary>Gives the list of a visit of five items.</summary>
    [Benchmark(OperationsPerInvoke = Lists)]
    public int OfAVisit()
    {
        var sum = 0;
        foreach (var visit in _visits)
        {
            _state!.Query(0, null, visit, Count, _next);
            sum += _next.Count;
        }

        return sum;
    }

    private int Nearest(Func<float[], float[], float> product)
    {
        var sum = 0;
        for (var list = 0; list < Lists; list++)
        {
            var vector = _unit[list * 7_919];
            var best = new PriorityQueue<int, float>();
            for (var item = 0; item < Items; item++)
            {
                var cosine = product(vector, _unit[item]);
                if (best.Count < Count)
                {
                    best.Enqueue(item, cosine);
                }
                else
                {
                    best.EnqueueDequeue(item, cosine);
                }
            }

            sum += best.Count;
        }

        return sum;
    }
}
