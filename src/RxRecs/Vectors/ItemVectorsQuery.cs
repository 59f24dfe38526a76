namespace RxRecs.Recommenders;

/// <summary>
/// Scores a visit by vectors: the sum over its last events of exp(-(L - p) / range) times the cosine of the event's
/// item and another one.
/// </summary>
/// <remarks>
/// That sum is a product with one vector, the weighted sum of the items' directions. So one quick step over all
/// vectors, whose error is bounded, leaves few items, and these are scored by the formula in double precision.
/// </remarks>
internal sealed class ItemVectorsQuery<TItem>(ItemVectors<TItem> vectors, ItemModelOptions options)
    : IItemModelQuery<TItem>
    where TItem : notnull
{
    private readonly double[] _factors = options.Weights();
    private readonly int[] _slots = new int[options.LastItems];
    private readonly double[] _weights = new double[options.LastItems];
    private readonly double[] _sums = new double[vectors.Stride];
    private readonly float[] _profile = new float[vectors.Stride];
    private readonly int[] _candidates = new int[vectors.Count];
    private readonly List<ItemCosine<TItem>> _found = [];
    private int _count;

    public void Run(IReadOnlyList<TItem> visit, int count, List<NextItem<TItem>> items, Func<TItem, bool>? accept)
    {
        items.Clear();
        Weigh(visit);
        if (_count == 0)
        {
            return;
        }

        var (left, doubt) = (LeftOut(visit), Profile());
        var seen = _slots.AsSpan(0, _count);
        _found.Clear();
        foreach (var slot in _candidates.AsSpan(
            0, vectors.FindCandidates(_profile, doubt, seen, count, _candidates, accept)))
        {
            Add(slot);
        }

        foreach (var slot in seen)
        {
            if (slot != left && (accept is null || accept(vectors.ItemAt(slot))))
            {
                Add(slot);
            }
        }

        vectors.Rank(_found, count);
        foreach (var (item, score) in _found)
        {
            items.Add(new(item, score));
        }
    }

    public IReadOnlyList<ScoreContribution<TItem>> Explain(IReadOnlyList<TItem> visit, TItem item)
    {
        var slot = vectors.Find(item);
        Weigh(visit);
        if (slot < 0 || slot == LeftOut(visit) || !(ScoreOf(slot) > 0))
        {
            return [];
        }

        // Slots are in the items' order.
        return
        [
            .. Enumerable.Range(0, _count)
                .Where(place => _slots[place] != slot)
                .OrderByDescending(place => PartOf(place, slot))
                .ThenBy(place => _slots[place])
                .Select(place => new ScoreContribution<TItem>(RecommendationSource.ItemVectors, PartOf(place, slot))
                {
                    MatchedItem = vectors.ItemAt(_slots[place]),
                    Detail = vectors.Hash,
                }),
        ];
    }

    /// <summary>Finds the items of the visit that have a vector, each once, and what each counts.</summary>
    private void Weigh(IReadOnlyList<TItem> visit)
    {
        _count = 0;
        for (var back = 0; back < Math.Min(_factors.Length, visit.Count); back++)
        {
            var slot = vectors.Find(visit[visit.Count - 1 - back]);
            if (slot < 0)
            {
                continue;
            }

            var place = _slots.AsSpan(0, _count).IndexOf(slot);
            if (place < 0)
            {
                place = _count++;
                (_slots[place], _weights[place]) = (slot, 0);
            }

            _weights[place] += _factors[back];
        }
    }

    /// <summary>Adds up the directions.</summary>
    /// <returns>By how much a quick product with the sum may differ from a score.</returns>
    private double Profile()
    {
        Array.Clear(_sums);
        var weights = 0d;
        for (var place = 0; place < _count; place++)
        {
            var vector = vectors.VectorAt(_slots[place]);
            var factor = _weights[place] / vectors.LengthAt(_slots[place]);
            weights += _weights[place];
            for (var i = 0; i < vector.Length; i++)
            {
                _sums[i] += factor * vector[i];
            }
        }

        var square = 0d;
        for (var i = 0; i < _sums.Length; i++)
        {
            _profile[i] = (float)_sums[i];
            square += _sums[i] * _sums[i];
        }

        // Opposite directions cancel out: what double precision loses then is in proportion to the weights.
        return (vectors.QuickError * Math.Sqrt(square)) + (weights * Math.ScaleB(_sums.Length + _count + 8, -51));
    }

    private void Add(int slot)
    {
        var score = ScoreOf(slot);
        if (score > 0)
        {
            _found.Add(new(vectors.ItemAt(slot), score));
        }
    }

    private double ScoreOf(int slot)
    {
        var score = 0d;
        for (var place = 0; place < _count; place++)
        {
            score += _slots[place] == slot ? 0 : PartOf(place, slot);
        }

        return score;
    }

    private double PartOf(int place, int slot) =>
        _weights[place] * vectors.CosineOf(_slots[place], slot);

    private int LeftOut(IReadOnlyList<TItem> visit) =>
        options.RecommendCurrentItem || visit.Count == 0 ? -1 : vectors.Find(visit[^1]);
}
