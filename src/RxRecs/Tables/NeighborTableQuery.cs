namespace RxRecs.Recommenders;

/// <summary>
/// Scores a visit by a table: the sum over its last events of exp(-(L - p) / range) times the weight of the neighbor.
/// Its buffers grow with the table and are used again, so that nothing is allocated once they have.
/// </summary>
internal sealed class NeighborTableQuery<TItem>(NeighborTable<TItem> table, ItemModelOptions options)
    : IItemModelQuery<TItem>
    where TItem : notnull
{
    private readonly double[] _factors = options.Weights();
    private double[] _sums = [];
    private int[] _marks = [];
    private int[] _touched = [];
    private int[] _best = [];
    private int _touchedCount;
    private int _bestCount;
    private int _mark;

    public void Run(IReadOnlyList<TItem> visit, int count, List<NextItem<TItem>> items, Func<TItem, bool>? accept)
    {
        Sum(visit);
        var left = LeftOut(visit);
        _bestCount = 0;
        foreach (var slot in _touched.AsSpan(0, _touchedCount))
        {
            if (_sums[slot] > 0 && slot != left && (_bestCount < count || IsBefore(slot, _best[0]))
                && (accept is null || accept(table.ItemAt(slot))))
            {
                Take(slot, count);
            }
        }

        for (var end = _bestCount - 1; end > 0; end--)
        {
            (_best[0], _best[end]) = (_best[end], _best[0]);
            SiftDown(0, end);
        }

        items.Clear();
        foreach (var slot in _best.AsSpan(0, _bestCount))
        {
            items.Add(new(table.ItemAt(slot), _sums[slot]));
        }
    }

    public IReadOnlyList<ScoreContribution<TItem>> Explain(IReadOnlyList<TItem> visit, TItem item)
    {
        var slot = table.Find(item);
        Sum(visit);
        if (slot < 0 || slot == LeftOut(visit) || _marks[slot] != _mark || !(_sums[slot] > 0))
        {
            return [];
        }

        var sums = new SortedDictionary<int, double>();
        for (var back = 0; back < Math.Min(_factors.Length, visit.Count); back++)
        {
            var from = table.Find(visit[visit.Count - 1 - back]);
            var place = from < 0 ? -1 : table.NeighborsAt(from).IndexOf(slot);
            if (place >= 0)
            {
                sums[from] = sums.GetValueOrDefault(from) + (_factors[back] * table.WeightsAt(from)[place]);
            }
        }

        // The sort is stable: of equal parts the one of the lower item comes first.
        return [.. sums.OrderByDescending(static part => part.Value).Select(part => PartOf(part.Key, part.Value))];
    }

    private ScoreContribution<TItem> PartOf(int slot, double value) =>
        new(RecommendationSource.NeighborTable, value) { MatchedItem = table.ItemAt(slot), Detail = table.Hash };

    private void Sum(IReadOnlyList<TItem> visit)
    {
        Begin(table.ItemCount);
        for (var back = 0; back < Math.Min(_factors.Length, visit.Count); back++)
        {
            var slot = table.Find(visit[visit.Count - 1 - back]);
            if (slot >= 0)
            {
                Add(table.NeighborsAt(slot), table.WeightsAt(slot), _factors[back]);
            }
        }
    }

    private void Begin(int items)
    {
        if (_sums.Length < items)
        {
            (_sums, _marks, _touched, _mark) = (new double[items], new int[items], new int[items], 0);
        }

        if (_mark == int.MaxValue)
        {
            Array.Clear(_marks);
            _mark = 0;
        }

        _mark++;
        _touchedCount = 0;
    }

    private void Add(ReadOnlySpan<int> neighbors, ReadOnlySpan<float> weights, double factor)
    {
        for (var i = 0; i < neighbors.Length; i++)
        {
            var slot = neighbors[i];
            if (_marks[slot] != _mark)
            {
                _marks[slot] = _mark;
                _sums[slot] = 0;
                _touched[_touchedCount++] = slot;
            }

            _sums[slot] += factor * weights[i];
        }
    }

    private int LeftOut(IReadOnlyList<TItem> visit) =>
        options.RecommendCurrentItem || visit.Count == 0 ? -1 : table.Find(visit[^1]);

    // Slots are in the items' order.
    private bool IsBefore(int slot, int other) =>
        _sums[slot] > _sums[other] || (_sums[slot] == _sums[other] && slot < other);

    private void Take(int slot, int limit)
    {
        if (_bestCount == limit)
        {
            _best[0] = slot;
            SiftDown(0, _bestCount);
            return;
        }

        if (_bestCount == _best.Length)
        {
            Array.Resize(ref _best, Math.Max(32, _bestCount * 2));
        }

        var place = _bestCount++;
        while (place > 0 && IsBefore(_best[(place - 1) / 2], slot))
        {
            _best[place] = _best[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _best[place] = slot;
    }

    /// <summary>Brings a place of the heap, which has the worst on top, into order.</summary>
    private void SiftDown(int place, int end)
    {
        var slot = _best[place];
        while ((2 * place) + 1 < end)
        {
            var child = (2 * place) + 1;
            child += child + 1 < end && IsBefore(_best[child], _best[child + 1]) ? 1 : 0;
            if (!IsBefore(slot, _best[child]))
            {
                break;
            }

            _best[place] = _best[child];
            place = child;
        }

        _best[place] = slot;
    }
}
