using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The exact median of all numbers seen so far, by two heaps: the lower half with its greatest on top and the upper
/// half with its least. Every number is kept (8 bytes each, without bound): where the input has no end, use
/// <see cref="QuantileSketch"/>. A number costs O(log n), the median O(1).
/// </summary>
/// <param name="capacity">The number of numbers for which there is room from the start.</param>
internal sealed class RunningMedian(int capacity = 0)
{
    private const int FirstCapacity = 4;

    // Negated numbers turn the least-first heap into a greatest-first one.
    private readonly LeastFirst _lowerNegated = new((capacity / 2) + FirstCapacity);
    private readonly LeastFirst _upper = new((capacity / 2) + FirstCapacity);

    /// <summary>Tells how many numbers were seen, and are kept.</summary>
    public int Count => _lowerNegated.Count + _upper.Count;

    /// <summary>The middle number, or the mean of the two middle ones; 0 before the first number.</summary>
    public double Median
    {
        get
        {
            if (Count == 0)
            {
                return 0;
            }

            var lower = -_lowerNegated.Top;
            return _lowerNegated.Count > _upper.Count ? lower : lower + (_upper.Top - lower) / 2;
        }
    }

    /// <summary>Takes a number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite or too large
    /// (<see cref="RunningMoments.CanAdd"/>).</exception>
    public void Add(double value)
    {
        if (!RunningMoments.CanAdd(value))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, "Must be finite and at most 1e150 in magnitude.");
        }

        if (_lowerNegated.Count > 0 && value > -_lowerNegated.Top)
        {
            _upper.Push(value);
        }
        else
        {
            _lowerNegated.Push(-value);
        }

        if (_lowerNegated.Count > _upper.Count + 1)
        {
            _upper.Push(-_lowerNegated.Pop());
        }
        else if (_upper.Count > _lowerNegated.Count)
        {
            _lowerNegated.Push(-_upper.Pop());
        }
    }

    /// <summary>Writes all numbers in ascending order.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var all = new double[Count];
        _lowerNegated.CopyTo(all);
        for (var i = 0; i < _lowerNegated.Count; i++)
        {
            all[i] = -all[i];
        }

        _upper.CopyTo(all.AsSpan(_lowerNegated.Count));
        Array.Sort(all);
        writer.WriteCount(all.Length);
        foreach (var value in all)
        {
            writer.WriteDouble(value);
        }
    }

    /// <summary>Replaces the numbers by those that <see cref="Snapshot"/> wrote.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are not such numbers.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _lowerNegated.Clear();
        _upper.Clear();
        var count = reader.ReadCount();
        for (var i = 0; i < count; i++)
        {
            var value = reader.ReadDouble();
            if (!RunningMoments.CanAdd(value))
            {
                throw new SnapshotException($"A median over {value}: the snapshot is damaged.");
            }

            Add(value);
        }
    }

    /// <summary>A binary heap; <see cref="PriorityQueue{TElement, TPriority}"/> would keep each number twice.</summary>
    private sealed class LeastFirst(int capacity)
    {
        private double[] _items = new double[capacity];

        public int Count { get; private set; }

        public double Top => _items[0];

        public void Clear() => Count = 0;

        public void CopyTo(Span<double> target) => _items.AsSpan(0, Count).CopyTo(target);

        public void Push(double value)
        {
            if (Count == _items.Length)
            {
                Array.Resize(ref _items, Count * 2);
            }

            var at = Count++;
            while (at > 0 && _items[(at - 1) / 2] > value)
            {
                _items[at] = _items[(at - 1) / 2];
                at = (at - 1) / 2;
            }

            _items[at] = value;
        }

        public double Pop()
        {
            var top = _items[0];
            var last = _items[--Count];
            var at = 0;
            for (var child = 1; child < Count; child = at * 2 + 1)
            {
                child += child + 1 < Count && _items[child + 1] < _items[child] ? 1 : 0;
                if (_items[child] >= last)
                {
                    break;
                }

                _items[at] = _items[child];
                at = child;
            }

            _items[at] = last;
            return top;
        }
    }
}
