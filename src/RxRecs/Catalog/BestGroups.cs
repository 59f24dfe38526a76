namespace RxRecs.Recommenders;

/// <summary>
/// Takes places of an array of scores, those of the best score first, then those of the next, without sorting all: the
/// best so many lie in a heap, which is made anew, larger, for what is below them.
/// </summary>
internal sealed class BestGroups
{
    private const int FirstSize = 64;
    private (double Score, int Place)[] _heap = new (double Score, int Place)[FirstSize];
    private int _count;
    private int _size;
    private bool _hasMore;
    private double _least;

    /// <summary>Begins with the greatest score; those that are not above 0 count for nothing.</summary>
    public void Start(ReadOnlySpan<double> scores)
    {
        _size = FirstSize;
        Fill(scores, double.PositiveInfinity);
    }

    /// <summary>Takes all places of the best score that is left.</summary>
    public bool TryTake(ReadOnlySpan<double> scores, List<int> places, out double score)
    {
        places.Clear();
        if (_count == 0 && _hasMore)
        {
            _size *= 4;
            Fill(scores, _least);
        }

        if (_count == 0)
        {
            score = 0;
            return false;
        }

        score = _heap[_count - 1].Score;
        if (score == _least && _hasMore)
        {
            // The heap may have had no room for some of this score.
            _count = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                if (scores[i] == score)
                {
                    places.Add(i);
                }
            }

            return true;
        }

        while (_count > 0 && _heap[_count - 1].Score == score)
        {
            places.Add(_heap[--_count].Place);
        }

        return true;
    }

    /// <summary>Finds the best below a score, the greatest at the end.</summary>
    private void Fill(ReadOnlySpan<double> scores, double below)
    {
        if (_heap.Length < _size)
        {
            _heap = new (double Score, int Place)[_size];
        }

        (_count, _hasMore, _least) = (0, false, 0);
        for (var i = 0; i < scores.Length; i++)
        {
            var score = scores[i];
            if (score <= 0 || score >= below)
            {
                continue;
            }

            if (_count < _size)
            {
                SiftUp(_count++, (score, i));
            }
            else
            {
                _hasMore = true;
                if (score > _heap[0].Score)
                {
                    SiftDown((score, i));
                }
            }
        }

        _heap.AsSpan(0, _count).Sort(static (x, y) => x.Score.CompareTo(y.Score));
        _least = _count == 0 ? 0 : _heap[0].Score;
    }

    private void SiftUp(int at, (double Score, int Place) entry)
    {
        while (at > 0 && _heap[(at - 1) / 2].Score > entry.Score)
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = entry;
    }

    private void SiftDown((double Score, int Place) entry)
    {
        var at = 0;
        while ((2 * at) + 1 is var child && child < _count)
        {
            child += child + 1 < _count && _heap[child + 1].Score < _heap[child].Score ? 1 : 0;
            if (_heap[child].Score >= entry.Score)
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = entry;
    }
}
