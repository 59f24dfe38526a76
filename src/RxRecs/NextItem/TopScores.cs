namespace RxRecs.Recommenders;

/// <summary>
/// The best so many items of a query: higher score first, then the item that a session touched first the latest, then
/// the lower item. A heap with the worst on top, used again for the next query.
/// </summary>
internal sealed class TopScores<TItem>(SessionIndex<TItem> index, IComparer<TItem> itemOrder)
    where TItem : notnull
{
    // What a factor may be more than the greatest one by the rounding of powers.
    private const double Rounding = 1 + 1e-12;
    private readonly int[] _someItems = new int[SessionHead.Batch];
    private readonly double[] _someScores = new double[SessionHead.Batch];
    private Scored[] _heap = [];
    private Comparison<Scored>? _comparison;
    private int _count;

    /// <summary>Gives what was found, best first.</summary>
    public ReadOnlySpan<Scored> Found => _heap.AsSpan(0, _count);

    /// <summary>
    /// Finds the best items of the kernel that has run. Sums that are too small to become one of the best scores are
    /// passed over before they are weighed, which is what takes the longest.
    /// </summary>
    /// <param name="kernel">The kernel, which weighs the sums.</param>
    /// <param name="query">The query with what the kernel has found.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="left">An item that is left out, or -1.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    public void Find(INextItemKernel kernel, VisitQuery query, int limit, int left, Func<TItem, bool>? accept)
    {
        _count = 0;
        var items = query.Scores.Keys;
        var sums = query.Scores.Sums;
        var factor = kernel.GreatestFactor(index, query) * Rounding;
        var (count, least) = (0, double.Epsilon);
        for (var i = 0; i < items.Length; i++)
        {
            (_someItems[count], _someScores[count]) = (items[i], sums[i]);
            count += sums[i] * factor >= least && items[i] != left ? 1 : 0;
            if (count == _someItems.Length)
            {
                least = Offer(kernel, query, count, limit, accept);
                count = 0;
            }
        }

        Offer(kernel, query, count, limit, accept);
        _heap.AsSpan(0, _count).Sort(_comparison ??= Compare);
    }

    /// <summary>Gives the place, from 1, of an item among all that were found; 0 where it was not.</summary>
    public int RankOf(VisitQuery query, int item)
    {
        var items = query.Scores.Keys;
        var scores = query.Scores.Sums;
        var place = items.IndexOf(item);
        if (place < 0 || !(scores[place] > 0))
        {
            return 0;
        }

        var own = new Scored(item, scores[place]);
        var rank = 1;
        for (var i = 0; i < items.Length; i++)
        {
            rank += i != place && scores[i] >= own.Score && Compare(new Scored(items[i], scores[i]), own) < 0 ? 1 : 0;
        }

        return rank;
    }

    /// <summary>Weighs some sums and takes those among the best; gives the least score that can still be one.</summary>
    private double Offer(INextItemKernel kernel, VisitQuery query, int count, int limit, Func<TItem, bool>? accept)
    {
        kernel.Weigh(index, query, _someItems.AsSpan(0, count), _someScores.AsSpan(0, count));
        var least = Least(limit);
        for (var i = 0; i < count; i++)
        {
            var scored = new Scored(_someItems[i], _someScores[i]);
            if (scored.Score >= least
                && (_count < limit || Compare(scored, _heap[0]) < 0)
                && (accept is null || accept(index.ItemAt(scored.Item))))
            {
                Add(scored, limit);
                least = Least(limit);
            }
        }

        return least;
    }

    private double Least(int limit) => _count < limit ? double.Epsilon : _heap[0].Score;

    private int Compare(Scored x, Scored y)
    {
        var order = y.Score.CompareTo(x.Score);
        if (order == 0)
        {
            order = index.NewestOf(y.Item).CompareTo(index.NewestOf(x.Item));
        }

        return order == 0 ? itemOrder.Compare(index.ItemAt(x.Item), index.ItemAt(y.Item)) : order;
    }

    private void Add(Scored scored, int limit)
    {
        if (_count == limit)
        {
            SiftDown(scored);
            return;
        }

        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, Math.Max(32, _count * 2));
        }

        SiftUp(scored);
    }

    private void SiftUp(Scored scored)
    {
        var place = _count++;
        while (place > 0 && Compare(scored, _heap[(place - 1) / 2]) > 0)
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = scored;
    }

    private void SiftDown(Scored scored)
    {
        var place = 0;
        while ((2 * place) + 1 < _count)
        {
            var child = (2 * place) + 1;
            child += child + 1 < _count && Compare(_heap[child + 1], _heap[child]) > 0 ? 1 : 0;
            if (Compare(scored, _heap[child]) >= 0)
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = scored;
    }

    /// <summary>An item's slot and its score.</summary>
    internal readonly record struct Scored(int Item, double Score);
}
