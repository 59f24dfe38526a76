namespace RxRecs;

/// <summary>
/// The best so many of any number of scored items, by score and, where scores are equal, lower item first: a heap with
/// the worst of them on top, reused from query to query.
/// </summary>
internal sealed class BestItems<TItem>(IComparer<TItem> comparer)
{
    private SimilarItem<TItem>[] _heap = [];
    private Comparison<SimilarItem<TItem>>? _comparison;
    private int _count;
    private int _limit;

    public ReadOnlySpan<SimilarItem<TItem>> Found => _heap.AsSpan(0, _count);

    public void Start(int limit)
    {
        _limit = limit;
        _count = 0;
    }

    /// <summary>Tells whether an item would be among the best so far.</summary>
    public bool Wants(TItem item, double score) =>
        _count < _limit || Compare(new SimilarItem<TItem>(item, score), _heap[0]) < 0;

    /// <summary>Takes an item that is wanted.</summary>
    public void Add(SimilarItem<TItem> entry)
    {
        if (_count < _limit)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, Math.Max(16, _count * 2));
            }

            SiftUp(_count++, entry);
        }
        else
        {
            SiftDown(entry);
        }
    }

    /// <summary>Brings what was found into order, best first.</summary>
    public void Sort() => _heap.AsSpan(0, _count).Sort(_comparison ??= Compare);

    private int Compare(SimilarItem<TItem> x, SimilarItem<TItem> y)
    {
        var byScore = y.Score.CompareTo(x.Score);
        return byScore != 0 ? byScore : comparer.Compare(x.Item, y.Item);
    }

    private void SiftUp(int index, SimilarItem<TItem> entry)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (Compare(entry, _heap[parent]) <= 0)
            {
                break;
            }

            _heap[index] = _heap[parent];
            index = parent;
        }

        _heap[index] = entry;
    }

    private void SiftDown(SimilarItem<TItem> entry)
    {
        var index = 0;
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && Compare(_heap[child + 1], _heap[child]) > 0)
            {
                child++;
            }

            if (Compare(entry, _heap[child]) >= 0)
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = entry;
    }
}
