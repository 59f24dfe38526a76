namespace RxRecs.Recommenders;

/// <summary>
/// One query over item counts: sums the scores of the neighbors of the last items, and finds the best of them. Nothing
/// is allocated once its buffers have grown.
/// </summary>
internal sealed class ItemToItemQuery<TItem>(ItemToItemOptions options, IComparer<TItem> itemOrder)
    where TItem : notnull
{
    private const double Rare = 1e-12;
    private readonly HashSet<TItem> _explained = [];
    private readonly ItemNeighbors<TItem> _neighbors = new(options, itemOrder);
    private Sum[] _sums = [];
    private int[] _touched = [];
    private Entry[] _found = [];
    private Comparison<Entry>? _comparison;
    private int _touchedCount;
    private int _foundCount;
    private int _mark;

    public ReadOnlySpan<Entry> Found => _found.AsSpan(0, _foundCount);

    public void Run(
        ItemCounts<TItem> counts, IReadOnlyList<TItem> visit, int count, IReadOnlySet<TItem>? excluded)
    {
        Start(counts);
        for (var back = 0; back < Math.Min(options.LastItems, visit.Count); back++)
        {
            var slot = counts.Find(visit[visit.Count - 1 - back]);
            if (slot != ItemCounts<TItem>.None && IsAsked(visit, back))
            {
                Add(counts, slot, Math.Pow(options.HistoryDecay, back));
            }
        }

        if (!options.RecommendVisited)
        {
            LeaveOut(counts, visit);
        }

        foreach (var slot in _touched.AsSpan(0, _touchedCount))
        {
            ref readonly var sum = ref _sums[slot];
            var item = counts.ItemAt(slot);
            if (sum.Score > 0 && excluded?.Contains(item) != true)
            {
                Take(new(item, Rounded(sum.Score), Math.Max(0, sum.Most - sum.Score), sum.Below, sum.Newest));
            }
        }

        _found.AsSpan(0, _foundCount).Sort(_comparison ??= Compare);
        _foundCount = Math.Min(_foundCount, count);
        AddDoubt(counts, visit);
    }

    /// <summary>Takes the score of an item apart, one part per item of the visit, the greatest first.</summary>
    public List<(TItem Matched, double Value)> Explain(
        ItemCounts<TItem> counts, IReadOnlyList<TItem> visit, TItem item)
    {
        var parts = new List<(TItem Matched, double Value)>();
        var slot = options.RecommendVisited || !visit.Contains(item) ? counts.Find(item) : ItemCounts<TItem>.None;
        _explained.Clear();
        _neighbors.Start();
        for (var back = 0; slot != ItemCounts<TItem>.None && back < Math.Min(options.LastItems, visit.Count); back++)
        {
            var matched = visit[visit.Count - 1 - back];
            var from = counts.Find(matched);
            if (from == ItemCounts<TItem>.None || !IsAsked(visit, back))
            {
                continue;
            }

            var value = Math.Pow(options.HistoryDecay, back) * ScoreOf(_neighbors.Of(counts, from), slot);
            if (_explained.Add(matched))
            {
                parts.Add((matched, value));
            }
            else
            {
                var at = parts.FindIndex(part => EqualityComparer<TItem>.Default.Equals(part.Matched, matched));
                parts[at] = (matched, parts[at].Value + value);
            }
        }

        parts.RemoveAll(static part => part.Value == 0);
        parts.Sort((x, y) => (-x.Value).CompareTo(-y.Value) is var order and not 0
            ? order
            : itemOrder.Compare(x.Matched, y.Matched));
        return parts;
    }

    private void Start(ItemCounts<TItem> counts)
    {
        if (_sums.Length < counts.SlotsUsed)
        {
            Array.Resize(ref _sums, Math.Max(counts.SlotsUsed, _sums.Length * 2));
        }

        if (_mark == int.MaxValue)
        {
            Array.Clear(_sums);
            _mark = 0;
        }

        _mark++;
        _neighbors.Start();
        _touchedCount = 0;
        _foundCount = 0;
    }

    private void Add(ItemCounts<TItem> counts, int from, double factor)
    {
        foreach (ref readonly var neighbor in _neighbors.Of(counts, from))
        {
            ref var sum = ref Touch(neighbor.Slot);
            sum.Score += factor * neighbor.Score;
            sum.Most += factor * neighbor.Most;
            sum.Below += factor * neighbor.Below;
            sum.Newest = Math.Max(sum.Newest, neighbor.Newest);
        }
    }

    /// <summary>
    /// Tells whether an event is asked about: where events are graded, an item counts at its newest one.
    /// </summary>
    private bool IsAsked(IReadOnlyList<TItem> visit, int back)
    {
        for (var after = visit.Count - back; options.Graded is not null && after < visit.Count; after++)
        {
            if (EqualityComparer<TItem>.Default.Equals(visit[after], visit[visit.Count - 1 - back]))
            {
                return false;
            }
        }

        return true;
    }

    private static double ScoreOf(ReadOnlySpan<ItemNeighbors<TItem>.Neighbor> neighbors, int slot)
    {
        foreach (ref readonly var neighbor in neighbors)
        {
            if (neighbor.Slot == slot)
            {
                return neighbor.Score;
            }
        }

        return 0;
    }

    /// <summary>
    /// Adds to the errors of what was found the most that it may have had with items of the visit in whose tables it
    /// has no place any more: as much as their floor.
    /// </summary>
    private void AddDoubt(ItemCounts<TItem> counts, IReadOnlyList<TItem> visit)
    {
        for (var back = 0; back < Math.Min(options.LastItems, visit.Count); back++)
        {
            var from = counts.Find(visit[visit.Count - 1 - back]);
            if (from == ItemCounts<TItem>.None || !IsAsked(visit, back)
                || counts.Table(from) is not { Floor: > 0 } table)
            {
                continue;
            }

            var factor = Math.Pow(options.HistoryDecay, back);
            foreach (ref var found in _found.AsSpan(0, _foundCount))
            {
                var slot = counts.Find(found.Item);
                if (options.Votes is not null)
                {
                    // With a vote from this item it may be wrong; without, it may lack one.
                    found = found with { Above = found.Above + factor };
                }
                else if ((slot != from || options.SelfPairs) && table.Find(counts.KeyOf(slot)) < 0)
                {
                    // A pair that is rarer than by chance takes away, the more so the rarer it is.
                    var most = Math.Max(0, counts.ScoreOf(from, slot, table.Floor));
                    var least = Math.Min(0, counts.ScoreOf(from, slot, table.Floor * Rare));
                    found = found with
                    {
                        Above = found.Above + (factor * most),
                        Below = found.Below - (factor * least),
                    };
                }
            }
        }
    }

    private void LeaveOut(ItemCounts<TItem> counts, IReadOnlyList<TItem> visit)
    {
        for (var i = 0; i < visit.Count; i++)
        {
            if (counts.Find(visit[i]) is not ItemCounts<TItem>.None and var slot && _sums[slot].Mark == _mark)
            {
                _sums[slot].Score = 0;
            }
        }
    }

    private ref Sum Touch(int slot)
    {
        ref var sum = ref _sums[slot];
        if (sum.Mark == _mark)
        {
            return ref sum;
        }

        if (_touchedCount == _touched.Length)
        {
            Array.Resize(ref _touched, Math.Max(64, _touchedCount * 2));
        }

        _touched[_touchedCount++] = slot;
        sum = new Sum { Mark = _mark };
        return ref sum;
    }

    private void Take(in Entry entry)
    {
        if (_foundCount == _found.Length)
        {
            Array.Resize(ref _found, Math.Max(64, _foundCount * 2));
        }

        _found[_foundCount++] = entry;
    }

    /// <summary>
    /// Rounds to multiples of 2^-40 where the lower item is to come first: equal sums tie whatever the order in which
    /// they were made.
    /// </summary>
    private double Rounded(double score) =>
        options.NewestFirst ? score : Math.ScaleB(Math.Round(Math.ScaleB(score, 40)), -40);

    private int Compare(Entry x, Entry y)
    {
        var order = y.Score.CompareTo(x.Score);
        order = order != 0 || !options.NewestFirst ? order : y.Newest.CompareTo(x.Newest);
        return order != 0 ? order : itemOrder.Compare(x.Item, y.Item);
    }

    /// <summary>Holds what was found, and by how much the score may be too low, or too high.</summary>
    internal readonly record struct Entry(TItem Item, double Score, double Above, double Below, long Newest)
    {
        public double Error => Math.Max(Above, Below);
    }

    private struct Sum
    {
        public double Score;
        public double Most;
        public double Below;
        public long Newest;
        public int Mark;
    }
}
