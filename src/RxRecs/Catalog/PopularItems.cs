namespace RxRecs;

/// <summary>
/// Items by how much they were counted. The thousand most popular ones are kept in order as counts grow: an item enters
/// when it overtakes the last of them, and moves up from there. Counts never shrink, so that the order is exact, until
/// an item of it is removed; it is then made anew when next asked for.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class PopularItems<TItem>(IComparer<TItem> itemOrder)
    where TItem : notnull
{
    private const int HeadSize = 1_000;
    private const int Nowhere = 0;
    private readonly int[] _head = new int[HeadSize];
    private readonly List<int> _found = [];
    private Comparer<int>? _comparer;
    private Count[] _counts = [];
    private int _headCount;
    private int _slots;
    private int _counted;
    private bool _isHeadStale;

    public long UnitsOf(int slot) => slot < _slots ? _counts[slot].Units : 0;

    public void Add(int slot, TItem item, long units)
    {
        if (units == 0)
        {
            return;
        }

        if (slot >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(slot + 1, _counts.Length * 2));
        }

        _slots = Math.Max(_slots, slot + 1);
        ref var count = ref _counts[slot];
        _counted += count.Units == 0 ? 1 : 0;
        count.Item = item;
        count.Units = units > long.MaxValue - count.Units ? long.MaxValue : count.Units + units;
        if (!_isHeadStale)
        {
            Place(slot);
        }
    }

    public void Remove(int slot)
    {
        if (UnitsOf(slot) != 0)
        {
            _counted--;
            _isHeadStale |= _counts[slot].Place != Nowhere;
            _counts[slot] = default;
        }
    }

    /// <summary>The slots of the most popular items that are accepted; valid until the next call.</summary>
    public List<int> Top(int count, Func<TItem, bool>? accept)
    {
        if (_isHeadStale)
        {
            MakeHead();
        }

        _found.Clear();
        for (var i = 0; i < _headCount && _found.Count < count; i++)
        {
            if (accept is null || accept(_counts[_head[i]].Item))
            {
                _found.Add(_head[i]);
            }
        }

        if (_found.Count < count && _counted > _headCount)
        {
            AddFromTail(count, accept);
        }

        return _found;
    }

    private void AddFromTail(int count, Func<TItem, bool>? accept)
    {
        var fromHead = _found.Count;
        for (var slot = 0; slot < _slots; slot++)
        {
            ref readonly var entry = ref _counts[slot];
            if (entry.Units > 0 && entry.Place == Nowhere && (accept is null || accept(entry.Item)))
            {
                _found.Add(slot);
            }
        }

        _found.Sort(fromHead, _found.Count - fromHead, _comparer ??= Comparer<int>.Create(Compare));
        if (_found.Count > count)
        {
            _found.RemoveRange(count, _found.Count - count);
        }
    }

    private void MakeHead()
    {
        _headCount = 0;
        _isHeadStale = false;
        for (var slot = 0; slot < _slots; slot++)
        {
            _counts[slot].Place = Nowhere;
        }

        _found.Clear();
        for (var slot = 0; slot < _slots; slot++)
        {
            if (_counts[slot].Units > 0)
            {
                _found.Add(slot);
            }
        }

        _found.Sort(_comparer ??= Comparer<int>.Create(Compare));
        while (_headCount < Math.Min(HeadSize, _found.Count))
        {
            Put(_found[_headCount], _headCount);
            _headCount++;
        }
    }

    /// <summary>Moves an item whose count has grown to its place.</summary>
    private void Place(int slot)
    {
        var at = _counts[slot].Place - 1;
        if (at < 0)
        {
            if (_headCount == HeadSize && Compare(slot, _head[HeadSize - 1]) > 0)
            {
                return;
            }

            if (_headCount == HeadSize)
            {
                _counts[_head[HeadSize - 1]].Place = Nowhere;
                _headCount--;
            }

            at = _headCount++;
        }

        while (at > 0 && Compare(slot, _head[at - 1]) < 0)
        {
            Put(_head[at - 1], at);
            at--;
        }

        Put(slot, at);
    }

    private void Put(int slot, int at)
    {
        _head[at] = slot;
        _counts[slot].Place = at + 1;
    }

    private int Compare(int x, int y)
    {
        var byCount = _counts[y].Units.CompareTo(_counts[x].Units);
        return byCount != 0 ? byCount : itemOrder.Compare(_counts[x].Item, _counts[y].Item);
    }

    private struct Count
    {
        public TItem Item;
        public long Units;
        public int Place;
    }
}
