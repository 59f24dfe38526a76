namespace RxRecs.Recommenders;

/// <summary>Chooses the greatest of many sums, in the order in which they are given; of equal ones the first.</summary>
internal sealed class GreatestSums
{
    private int[] _keys = [];
    private double[] _sums = [];
    private double[] _heap = [];
    private int _count;

    /// <summary>Gives the keys of what was chosen.</summary>
    public ReadOnlySpan<int> Keys => _keys.AsSpan(0, _count);

    /// <summary>Gives the sums that were chosen.</summary>
    public ReadOnlySpan<double> Sums => _sums.AsSpan(0, _count);

    /// <summary>Chooses the greatest so many of as many keys as sums.</summary>
    public void Find(ReadOnlySpan<int> keys, ReadOnlySpan<double> sums, int limit)
    {
        _count = Math.Min(limit, keys.Length);
        if (_keys.Length < _count)
        {
            var size = Math.Min(limit, _count * 2);
            (_keys, _sums, _heap) = (new int[size], new double[size], new double[size]);
        }

        if (keys.Length <= limit)
        {
            keys.CopyTo(_keys);
            sums.CopyTo(_sums);
            return;
        }

        Choose(keys, sums, FindLeast(sums));
    }

    /// <summary>Takes all sums above the least one, and of those equal to it as many as are left.</summary>
    private void Choose(ReadOnlySpan<int> keys, ReadOnlySpan<double> sums, double least)
    {
        var equal = _count;
        foreach (var sum in _heap.AsSpan(0, _count))
        {
            equal -= sum > least ? 1 : 0;
        }

        var taken = 0;
        for (var i = 0; i < sums.Length && taken < _count; i++)
        {
            if (sums[i] > least || (sums[i] == least && equal-- > 0))
            {
                (_keys[taken], _sums[taken]) = (keys[i], sums[i]);
                taken++;
            }
        }
    }

    /// <summary>Finds the least sum that is chosen, by a heap with the least on top.</summary>
    private double FindLeast(ReadOnlySpan<double> sums)
    {
        var heap = _heap.AsSpan(0, _count);
        sums[.._count].CopyTo(heap);
        for (var place = (_count / 2) - 1; place >= 0; place--)
        {
            SiftDown(heap, place, heap[place]);
        }

        foreach (var sum in sums[_count..])
        {
            if (sum > heap[0])
            {
                SiftDown(heap, 0, sum);
            }
        }

        return heap[0];
    }

    private static void SiftDown(Span<double> heap, int place, double value)
    {
        while ((2 * place) + 1 < heap.Length)
        {
            var child = (2 * place) + 1;
            child += child + 1 < heap.Length && heap[child + 1] < heap[child] ? 1 : 0;
            if (value <= heap[child])
            {
                break;
            }

            heap[place] = heap[child];
            place = child;
        }

        heap[place] = value;
    }
}
