using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Quantiles of any number of numbers in fixed memory (64 KiB), with a known error: a histogram whose bins are 64 equal
/// parts of each power of two, on both sides of zero. A quantile is the middle of the bin that the exact one lies in,
/// held within the least and the greatest number, so it is off by at most 1/128 (0.8 %) of its magnitude for magnitudes
/// from 2^-20 (1e-6) up to 2^43 (8.8e12). Smaller ones count as zero, larger ones as if in the last bin. The bin is
/// read from the bits of the number, so it is the same on every platform. A number, as well as a quantile, costs O(log
/// bins): the counts form a Fenwick tree.
/// </summary>
internal sealed class QuantileSketch
{
    /// <summary>The largest relative error of a quantile.</summary>
    public const double RelativeError = 1.0 / 128;

    private const int PartBits = 6;
    private const int PartShift = 52 - PartBits;
    private const int LeastExponent = -20;
    private const int Octaves = 63;
    private const int Bins = Octaves << PartBits;
    private const int Zero = Bins;
    private const int Size = 1 << 13; // at least 2 * Bins + 1 = 8065
    private const long LeastIndex = (long)(1023 + LeastExponent) << PartBits;
    private readonly long[] _tree = new long[Size + 1];
    private double _least;
    private double _greatest;

    /// <summary>Tells how many numbers were seen.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// Gives the middle number, or the mean of the two middle ones, within <see cref="RelativeError"/> of the greater
    /// of their magnitudes.
    /// </summary>
    public double Median => (Count & 1) == 1 || Count == 0
        ? Quantile(0.5)
        : (AtRank(Count / 2) / 2) + (AtRank((Count / 2) + 1) / 2);

    /// <summary>Takes a number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Must be finite.");
        }

        _least = Count == 0 ? value : Math.Min(_least, value);
        _greatest = Count == 0 ? value : Math.Max(_greatest, value);
        Add(BinOf(value), 1);
    }

    /// <summary>Takes all numbers of another sketch.</summary>
    /// <param name="other">The other sketch, which stays as it is.</param>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
        {
            return;
        }

        _least = Count == 0 ? other._least : Math.Min(_least, other._least);
        _greatest = Count == 0 ? other._greatest : Math.Max(_greatest, other._greatest);
        Count += other.Count;
        for (var i = 0; i < _tree.Length; i++)
        {
            _tree[i] += other._tree[i];
        }
    }

    /// <summary>
    /// The number at a quantile: the one of rank ⌈quantile · count⌉ in ascending order, the first at
    /// least.
    /// </summary>
    /// <param name="quantile">The quantile, from 0 (the least) to 1 (the greatest).</param>
    /// <returns>The number, within <see cref="RelativeError"/>; 0 before the first number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quantile"/> is not from 0 to 1.</exception>
    public double Quantile(double quantile)
    {
        if (quantile is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "Must be from 0 to 1.");
        }

        if (Count == 0)
        {
            return 0;
        }

        return AtRank(Math.Clamp((long)Math.Ceiling(quantile * Count), 1, Count));
    }

    /// <summary>Writes the bins that hold something.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteDouble(_least);
        writer.WriteDouble(_greatest);
        var filled = 0;
        for (var bin = 0; bin < Size; bin++)
        {
            filled += CountOf(bin) > 0 ? 1 : 0;
        }

        writer.WriteCount(filled);
        for (var bin = 0; bin < Size; bin++)
        {
            if (CountOf(bin) is > 0 and var count)
            {
                writer.WriteCount(bin);
                writer.WriteInt64(count);
            }
        }
    }

    /// <summary>Replaces the state by one that <see cref="Snapshot"/> wrote.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are not such a state.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Array.Clear(_tree);
        Count = 0;
        _least = reader.ReadDouble();
        _greatest = reader.ReadDouble();
        var filled = reader.ReadCount();
        for (var i = 0; i < filled; i++)
        {
            var bin = reader.ReadSize();
            var count = reader.ReadInt64();
            if (bin >= Size || count <= 0 || count > long.MaxValue - Count)
            {
                throw new SnapshotException($"Bin {bin} with {count} numbers: the snapshot is damaged.");
            }

            Add(bin, count);
        }

        if (Count > 0 && !(_least <= _greatest && double.IsFinite(_least) && double.IsFinite(_greatest)))
        {
            throw new SnapshotException($"Numbers from {_least} to {_greatest}: the snapshot is damaged.");
        }
    }

    private static int BinOf(double value)
    {
        var index = (BitConverter.DoubleToInt64Bits(Math.Abs(value)) >> PartShift) - LeastIndex;
        var bin = index < 0 ? -1 : (int)Math.Min(index, Bins - 1);
        return value > 0 ? Zero + 1 + bin : Zero - 1 - bin;
    }

    private static double MiddleOf(int bin)
    {
        if (bin == Zero)
        {
            return 0;
        }

        var index = Math.Abs(bin - Zero) - 1 + LeastIndex;
        var low = BitConverter.Int64BitsToDouble(index << PartShift);
        var high = BitConverter.Int64BitsToDouble((index + 1) << PartShift);
        return Math.CopySign(low + (high - low) / 2, bin - Zero);
    }

    private double AtRank(long rank) => Math.Clamp(MiddleOf(BinOfRank(rank)), _least, _greatest);

    private void Add(int bin, long count)
    {
        Count += count;
        for (var at = bin + 1; at <= Size; at += at & -at)
        {
            _tree[at] += count;
        }
    }

    private int BinOfRank(long rank)
    {
        var at = 0;
        for (var step = Size; step > 0; step >>= 1)
        {
            if (at + step <= Size && _tree[at + step] < rank)
            {
                at += step;
                rank -= _tree[at];
            }
        }

        return at;
    }

    private long CountOf(int bin)
    {
        var at = bin + 1;
        var count = _tree[at];
        for (var part = 1; part < (at & -at); part <<= 1)
        {
            count -= _tree[at - part];
        }

        return count;
    }
}
