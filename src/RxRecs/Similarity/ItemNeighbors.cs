namespace RxRecs.Recommenders;

/// <summary>
/// Gives the neighbors of one item with their scores: all of its table, those that the item is an indicator of, or the
/// best with a vote each. Its buffer is used again.
/// </summary>
internal sealed class ItemNeighbors<TItem>(ItemToItemOptions options, IComparer<TItem> itemOrder)
    where TItem : notnull
{
    private readonly Dictionary<int, double> _thresholds = [];
    private readonly List<double> _scores = [];
    private Neighbor[] _found = [];
    private Comparison<Neighbor>? _comparison;
    private ItemCounts<TItem>? _counts;

    /// <summary>Begins a query: what was worked out before holds no more.</summary>
    public void Start() => _thresholds.Clear();

    public ReadOnlySpan<Neighbor> Of(ItemCounts<TItem> counts, int from)
    {
        _counts = counts;
        var (table, count) = (counts.Table(from), 0);
        if (_found.Length < table.Count)
        {
            _found = new Neighbor[Math.Max(16, table.Count * 2)];
        }

        for (var place = 0; place < table.Count; place++)
        {
            var slot = counts.SlotOf(table.KeyAt(place));
            if (slot != ItemCounts<TItem>.None)
            {
                var (lower, error) = (table.LowerAt(place), table.ErrorAt(place));
                var least = counts.ScoreOf(from, slot, lower);
                var most = error == 0 ? least : counts.ScoreOf(from, slot, lower + error);
                _found[count++] = Limited(counts, from, new(slot, least, most, 0, table.TimeAt(place)));
            }
        }

        var found = _found.AsSpan(0, count);
        return options.Votes is { } votes ? Voted(found, votes) : found;
    }

    /// <summary>Takes the score from an item that has enough indicators of higher scores.</summary>
    private Neighbor Limited(ItemCounts<TItem> counts, int from, in Neighbor neighbor)
    {
        if (options.MaxIndicators is not { } limit)
        {
            return neighbor;
        }

        var isCertain = !(counts.Table(from).Floor > 0 || counts.Indicators(neighbor.Slot).Floor > 0);
        var isKept = counts.IsIndicator(from, neighbor.Slot)
            ?? neighbor.Score >= Threshold(counts, neighbor.Slot, limit);
        var most = Math.Max(0, neighbor.Most);
        return (isKept, isCertain) switch
        {
            (true, true) => neighbor,
            (true, false) => neighbor with { Below = Math.Max(0, neighbor.Score), Most = most },
            (false, true) => neighbor with { Score = 0, Most = 0 },
            _ => neighbor with { Score = 0, Most = most, Below = Math.Max(0, -neighbor.Score) },
        };
    }

    private double Threshold(ItemCounts<TItem> counts, int slot, int limit)
    {
        var table = counts.Indicators(slot);
        if (table.Count <= limit)
        {
            return double.NegativeInfinity;
        }

        if (!_thresholds.TryGetValue(slot, out var threshold))
        {
            _scores.Clear();
            for (var place = 0; place < table.Count; place++)
            {
                var from = counts.SlotOf(table.KeyAt(place));
                if (from != ItemCounts<TItem>.None)
                {
                    _scores.Add(counts.ScoreOf(from, slot, table.LowerAt(place)));
                }
            }

            _scores.Sort();
            threshold = _scores.Count <= limit ? double.NegativeInfinity : _scores[^limit];
            _thresholds.Add(slot, threshold);
        }

        return threshold;
    }

    /// <summary>Gives the best a vote each; how many votes are in doubt is known once all items are asked.</summary>
    private ReadOnlySpan<Neighbor> Voted(Span<Neighbor> found, int votes)
    {
        found.Sort(_comparison ??= Compare);
        var count = 0;
        while (count < Math.Min(votes, found.Length) && found[count].Score > 0)
        {
            found[count] = found[count] with { Score = 1, Most = 1, Below = 0 };
            count++;
        }

        return found[..count];
    }

    private int Compare(Neighbor x, Neighbor y)
    {
        var order = y.Score.CompareTo(x.Score);
        order = order != 0 || !options.NewestFirst ? order : y.Newest.CompareTo(x.Newest);
        return order != 0 ? order : itemOrder.Compare(_counts!.ItemAt(x.Slot), _counts.ItemAt(y.Slot));
    }

    /// <summary>Holds a neighbor, what its score may be at the most, and by how much it may be too high.</summary>
    internal readonly record struct Neighbor(int Slot, double Score, double Most, double Below, long Newest);
}
