using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Chooses among the presets of the pair kernel, and blends of them, by how well each predicts the shop's own events:
/// now and then an event that goes on with a visit is predicted by all of them before it is learned.
/// </summary>
/// <remarks>
/// <para>
/// A test scores 1 + 1/rank where the item is among the first <see cref="ListLength"/>, else 0, which is hit rate plus
/// MRR. Means fade, so that some 8,000 tests count. The best takes over when it leads by more than
/// <see cref="Hysteresis"/> and by more than .7 of the standard error of the paired difference.
/// </para>
/// <para>
/// Cost: every 4th such event at first, every 4,096th in the end, each as much as seven lists. Which events are tests
/// depends on their count alone, so that a replay chooses the same.
/// </para>
/// </remarks>
internal sealed class PresetChooser
{
    private const int ListLength = 20;
    private const int LeastTests = 100;
    private const double Hysteresis = .001;
    private const double Fading = 1 - (1 / 8192d);
    private readonly INextItemKernel[] _bases = [];
    private readonly Recipe[] _recipes;
    private readonly KernelRun[] _runs = [];
    private readonly double[] _scores;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private int _current;
    private long _candidates;
    private long _next = 1;
    private long _tests;
    private double _weight;

    public PresetChooser(NextItemOptions options, SessionIndexLimits limits)
    {
        if (options.SessionKnn is { } knn)
        {
            _recipes = [new Recipe(new SessionKnnKernel(knn, options.LastItems, limits), [])];
        }
        else if (options.Kernel is { } kernel)
        {
            _recipes = [new Recipe(new PairKernel(kernel, options.LastItems, limits), [])];
        }
        else
        {
            PairKernelOptions[] presets =
            [
                PairKernelOptions.LongBrowse,
                PairKernelOptions.Sharp,
                PairKernelOptions.Wide,
                PairKernelOptions.Joint,
                PairKernelOptions.Returning,
                PairKernelOptions.Onward,
            ];
            _bases = [.. presets.Select(each => new PairKernel(each, options.LastItems, limits))];
            _runs = [.. presets.Select(_ => new KernelRun())];
            _recipes =
            [
                .. _bases.Select((each, place) => new Recipe(each, [(place, 1)])),
                new Recipe(new BlendKernel("sharp + .3 wide", (_bases[1], 1), (_bases[2], .3)), [(1, 1), (2, .3)]),
            ];
        }

        _scores = new double[_recipes.Length];
        _sums = new double[_recipes.Length];
        _squares = new double[_recipes.Length * _recipes.Length];
    }

    /// <summary>Gives the kernel that is best so far.</summary>
    public INextItemKernel Kernel => _recipes[_current].Kernel;

    /// <summary>Tells how many tests there were.</summary>
    public long Tests => _tests;

    private int Stride => _tests switch { < 1_000 => 4, < 32_000 => 16, < 48_000 => 64, _ => 4_096 };

    /// <summary>Tests all with an event that is about to be learned, if it is its turn.</summary>
    /// <param name="index">The sessions before the event.</param>
    /// <param name="query">A query to be used as scratch.</param>
    /// <param name="number">The event's session.</param>
    /// <param name="item">The event's item.</param>
    /// <param name="top">The ranking to be used as scratch.</param>
    public void Test<TItem>(
        SessionIndex<TItem> index, VisitQuery query, long number, TItem item, TopScores<TItem> top)
        where TItem : notnull
    {
        if (_bases.Length == 0 || !index.IsKept(number) || index.Items(index.SlotOf(number)).Length == 0
            || ++_candidates < _next)
        {
            return;
        }

        _next = _candidates + Stride;
        var slot = index.Find(item);
        query.AskFor(index, number);
        for (var i = 0; i < _bases.Length; i++)
        {
            _bases[i].Score(index, query);
            _runs[i].Take(query);
        }

        for (var i = 0; i < _recipes.Length; i++)
        {
            query.Scores.Begin();
            foreach (var (place, weight) in _recipes[i].Parts)
            {
                _runs[place].AddTo(query, weight);
            }
            var rank = slot < 0 ? 0 : top.RankOf(query, slot);
            _scores[i] = rank is > 0 and <= ListLength ? 1 + (1d / rank) : 0;
        }

        Note();
    }

    /// <summary>Writes what was found out.</summary>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_recipes.Length);
        writer.WriteString(Kernel.Name);
        writer.WriteInt64(_candidates);
        writer.WriteInt64(_next);
        writer.WriteInt64(_tests);
        writer.WriteDouble(_weight);
        foreach (var value in _sums)
        {
            writer.WriteDouble(value);
        }

        foreach (var value in _squares)
        {
            writer.WriteDouble(value);
        }
    }

    /// <summary>Replaces what was found out.</summary>
    /// <exception cref="SnapshotException">It is of other kernels, or damaged.</exception>
    public void Restore(SnapshotReader reader)
    {
        var count = reader.ReadSize();
        var name = reader.ReadString();
        _current = Array.FindIndex(_recipes, each => each.Kernel.Name == name);
        if (count != _recipes.Length || _current < 0)
        {
            throw new SnapshotException($"The snapshot was made with another kernel, {name}.");
        }

        _candidates = NotNegative(reader.ReadInt64());
        _next = NotNegative(reader.ReadInt64());
        _tests = NotNegative(reader.ReadInt64());
        _weight = Finite(reader.ReadDouble());
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] = Finite(reader.ReadDouble());
        }

        for (var i = 0; i < _squares.Length; i++)
        {
            _squares[i] = Finite(reader.ReadDouble());
        }
    }

    private static long NotNegative(long value) => value >= 0 ? value : throw Damaged();

    private static double Finite(double value) => double.IsFinite(value) && value >= 0 ? value : throw Damaged();

    private static SnapshotException Damaged() =>
        new("A count or a sum of tests that cannot be: the snapshot is damaged.");

    private void Note()
    {
        _tests++;
        _weight = (_weight * Fading) + 1;
        for (var i = 0; i < _scores.Length; i++)
        {
            _sums[i] = (_sums[i] * Fading) + _scores[i];
            for (var j = 0; j < _scores.Length; j++)
            {
                var difference = _scores[i] - _scores[j];
                ref var square = ref _squares[(i * _scores.Length) + j];
                square = (square * Fading) + (difference * difference);
            }
        }

        if (_tests >= LeastTests)
        {
            Choose();
        }
    }

    private void Choose()
    {
        var best = Array.IndexOf(_sums, _sums.Max());
        if (best == _current)
        {
            return;
        }

        var lead = (_sums[best] - _sums[_current]) / _weight;
        var variance = (_squares[(best * _sums.Length) + _current] / _weight) - (lead * lead);
        if (lead > Hysteresis && 2 * lead * lead * _weight > variance)
        {
            _current = best;
        }
    }

    /// <summary>A kernel to choose, and what its scores are made of: base kernels and weights.</summary>
    private sealed record Recipe(INextItemKernel Kernel, (int Base, double Weight)[] Parts);
}
