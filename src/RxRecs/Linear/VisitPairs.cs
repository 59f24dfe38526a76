namespace RxRecs.Recommenders;

/// <summary>
/// Sums what the visits say of each pair of items, row by row, from a list of the places of each item: nothing is
/// looked up by pair, and a row is the work of one thread.
/// </summary>
/// <remarks>
/// With r = exp(-1 / position range) and w the weight of a visit of length L and k different items: that both are in it
/// counts w / k. For the cuts t = 1 .. L - 1 the past holds the place p with r^(t - p), and the future the place q with
/// r^(q - t - 1); the sums over t are closed forms of p, q and L.
/// </remarks>
internal sealed class VisitPairs
{
    private readonly int[] _events;
    private readonly int[] _visitStarts;
    private readonly double[] _weights;
    private readonly int[] _distinct;
    private readonly int[] _places;
    private readonly int[] _placeStarts;
    private readonly int[] _visitOf;
    private readonly double[] _powers;
    private readonly double[] _squareSums;
    private readonly double _whole;

    /// <summary>Takes visits.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="events">The items of all visits.</param>
    /// <param name="visitStarts">
    /// The index in <paramref name="events"/> where each visit begins, and where the last one ends.
    /// </param>
    /// <param name="weights">The weight of each visit.</param>
    /// <param name="options">The options, which say how the two ways to be a pair count.</param>
    public VisitPairs(
        int items, int[] events, int[] visitStarts, double[] weights, LinearModelOptions options)
    {
        (_events, _visitStarts, _weights, _whole) = (events, visitStarts, weights, options.WholeVisitWeight);
        ItemCount = items;
        (_distinct, _visitOf) = (new int[weights.Length], new int[events.Length]);
        _placeStarts = new int[items + 1];
        var marks = new int[items];
        var longest = 1;
        for (var visit = 0; visit < weights.Length; visit++)
        {
            longest = Math.Max(longest, visitStarts[visit + 1] - visitStarts[visit]);
            for (var place = visitStarts[visit]; place < visitStarts[visit + 1]; place++)
            {
                _visitOf[place] = visit;
                _placeStarts[events[place] + 1]++;
                _distinct[visit] += marks[events[place]] == visit + 1 ? 0 : 1;
                marks[events[place]] = visit + 1;
            }
        }

        for (var item = 0; item < items; item++)
        {
            _placeStarts[item + 1] += _placeStarts[item];
        }

        _places = new int[events.Length];
        var next = _placeStarts.AsSpan(0, items).ToArray();
        for (var place = 0; place < events.Length; place++)
        {
            _places[next[events[place]]++] = place;
        }

        var ratio = Math.Exp(-1 / options.PositionRange);
        (_powers, _squareSums) = (new double[longest + 1], new double[longest + 1]);
        for (var i = 0; i <= longest; i++)
        {
            _powers[i] = Math.Pow(ratio, i);
            _squareSums[i] = i == 0 ? 0 : _squareSums[i - 1] + (_powers[i - 1] * _powers[i - 1]);
        }
    }

    public int ItemCount { get; }

    /// <summary>Counts the pairs of an item, itself included.</summary>
    public int CountPairs(int item, Row row)
    {
        row.Begin();
        foreach (var place in _places.AsSpan(_placeStarts[item].._placeStarts[item + 1]))
        {
            var visit = _visitOf[place];
            foreach (var other in _events.AsSpan(_visitStarts[visit].._visitStarts[visit + 1]))
            {
                row.Touch(other);
            }
        }

        return row.Count;
    }

    /// <summary>Sums the pairs of an item.</summary>
    public void Sum(int item, Row row)
    {
        row.Begin();
        var before = -1;
        foreach (var place in _places.AsSpan(_placeStarts[item].._placeStarts[item + 1]))
        {
            var visit = _visitOf[place];
            var (start, end) = (_visitStarts[visit], _visitStarts[visit + 1]);
            var (weight, share) = (_weights[visit] * (1 - _whole), _weights[visit] * _whole / _distinct[visit]);
            for (var other = start; other < end; other++)
            {
                var touched = row.Touch(_events[other]);
                row.Past[touched] += weight * Together(place - start, other - start, end - start);
                row.Future[touched] += other > place ? weight * Following(other - place) : 0;
            }

            if (visit != before)
            {
                AddWhole(start, end, share, row);
                before = visit;
            }
        }
    }

    // Both count once, however often they are in the visit.
    private void AddWhole(int start, int end, double share, Row row)
    {
        row.BeginVisit();
        for (var other = start; other < end; other++)
        {
            var touched = row.Touch(_events[other]);
            if (row.IsFirstOfVisit(touched))
            {
                row.Past[touched] += share;
                row.Future[touched] += share;
            }
        }
    }

    /// <summary>The sum over the cuts after both places of the product of their weights.</summary>
    private double Together(int place, int other, int length) =>
        _powers[Math.Abs(place - other)] * _squareSums[length - 1 - Math.Max(place, other)];

    /// <summary>The sum over the cuts between two places of the product of their weights.</summary>
    private double Following(int distance) => distance * _powers[distance - 1];

    /// <summary>The pairs of one item while they are summed.</summary>
    internal sealed class Row(int items)
    {
        private readonly int[] _marks = new int[items];
        private readonly int[] _visitMarks = new int[items];
        private readonly int[] _touched = new int[items];
        private int _mark;
        private int _visitMark;

        public int Count { get; private set; }

        /// <summary>The items that have been touched.</summary>
        public ReadOnlySpan<int> Items => _touched.AsSpan(0, Count);

        /// <summary>Tells what goes into the matrix that is inverted, by item.</summary>
        public double[] Past { get; } = new double[items];

        /// <summary>Tells what is to be predicted, by item.</summary>
        public double[] Future { get; } = new double[items];

        public void Begin()
        {
            _mark++;
            Count = 0;
        }

        public void BeginVisit() => _visitMark++;

        public bool IsFirstOfVisit(int item)
        {
            var isFirst = _visitMarks[item] != _visitMark;
            _visitMarks[item] = _visitMark;
            return isFirst;
        }

        public int Touch(int item)
        {
            if (_marks[item] != _mark)
            {
                _marks[item] = _mark;
                _touched[Count++] = item;
                (Past[item], Future[item]) = (0, 0);
            }

            return item;
        }

        public void Sort() => _touched.AsSpan(0, Count).Sort();
    }
}
