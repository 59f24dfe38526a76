namespace RxRecs.Recommenders;

/// <summary>
/// Scores a visit by vectors: the sum over its last events of exp(-(L - p) / range) times the cosine of the event's
/// item and another one.
/// </summary>
/// <remarks>
/// That sum is a product with one vector, the weighted sum of the items' directions. So one quick step over all
/// vectors, whose error is bounded, leaves few items, and these are scored by the formula in double precision.
/// </remarks>
internal sealed class ItemVectorsQuery<TItem>
    where TItem : notnull
{
    private readonly bool _recommendCurrent;
    private readonly double[] _factors;
    private readonly int[] _slots;
    private readonly double[] _weights;
    private double[] _sums = [];
    private float[] _profile = [];
    private int[] _candidates = [];
    private int _count;

    public ItemVectorsQuery(ItemVectorsOptions options)
    {
        _recommendCurrent = options.RecommendCurrentItem;
        (_factors, _slots, _weights) = (
            new double[options.LastItems], new int[options.LastItems], new double[options.LastItems]);
        for (var back = 0; back < _factors.Length; back++)
        {
            _factors[back] = Math.Exp(-back / options.QueryRange);
        }
    }

    /// <summary>Finds the best items; those of a score above 0 alone, the lower of equal ones first.</summary>
    public void Run(
        ItemVectors<TItem> vectors,
        IReadOnlyList<TItem> visit,
        int count,
        List<ItemCosine<TItem>> items,
        Func<TItem, bool>? accept)
    {
        items.Clear();
        Weigh(vectors, visit);
        if (_count == 0)
        {
            return;
        }

        if (_candidates.Length < vectors.Count)
        {
            _candidates = new int[vectors.Count];
        }

        var (left, doubt) = (LeftOut(vectors, visit), Profile(vectors));
        var seen = _slots.AsSpan(0, _count);
        var found = vectors.FindCandidates(_profile, doubt, seen, count, _candidates, accept);
        foreach (var slot in _candidates.AsSpan(0, found))
        {
            Add(vectors, slot, items);
        }

        foreach (var slot in seen)
        {
            if (slot != left && (accept is null || accept(vectors.ItemAt(slot))))
            {
                Add(vectors, slot, items);
            }
        }

        vectors.Rank(items, count);
    }

    /// <summary>Takes the score of an item apart: one part for each item of the visit, the greatest first.</summary>
    public List<(TItem Matched, double Value)> Explain(
        ItemVectors<TItem> vectors, IReadOnlyList<TItem> visit, TItem item)
    {
        var slot = vectors.Find(item);
        Weigh(vectors, visit);
        if (slot < 0 || slot == LeftOut(vectors, visit) || !(ScoreOf(vectors, slot) > 0))
        {
            return [];
        }

        // Slots are in the items' order.
        return
        [
            .. Enumerable.Range(0, _count)
                .Where(place => _slots[place] != slot)
                .Select(place => (Slot: _slots[place], Value: PartOf(vectors, place, slot)))
                .OrderByDescending(static part => part.Value)
                .ThenBy(static part => part.Slot)
                .Select(part => (vectors.ItemAt(part.Slot), part.Value)),
        ];
    }

    /// <summary>Finds the items of the visit that have a vector, each once, and what each counts.</summary>
    private void Weigh(ItemVectors<TItem> vectors, IReadOnlyList<TItem> visit)
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
    private double Profile(ItemVectors<TItem> vectors)
    {
        if (_sums.Length != vectors.Stride)
        {
            (_sums, _profile) = (new double[vectors.Stride], new float[vectors.Stride]);
        }

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

    private void Add(ItemVectors<TItem> vectors, int slot, List<ItemCosine<TItem>> items)
    {
        var score = ScoreOf(vectors, slot);
        if (score > 0)
        {
            items.Add(new(vectors.ItemAt(slot), score));
        }
    }

    private double ScoreOf(ItemVectors<TItem> vectors, int slot)
    {
        var score = 0d;
        for (var place = 0; place < _count; place++)
        {
            score += _slots[place] == slot ? 0 : PartOf(vectors, place, slot);
        }

        return score;
    }

    private double PartOf(ItemVectors<TItem> vectors, int place, int slot) =>
        _weights[place] * vectors.CosineOf(_slots[place], slot);

    private int LeftOut(ItemVectors<TItem> vectors, IReadOnlyList<TItem> visit) =>
        _recommendCurrent || visit.Count == 0 ? -1 : vectors.Find(visit[^1]);
}
