using System.Numerics;

namespace RxRecs.Recommenders;

/// <summary>
/// Sums by key, in the order in which the keys first come. A table of open addressing that is as small as a question
/// allows, so that it stays in the processor's cache, and that is cleared for each.
/// </summary>
internal sealed class SumTable
{
    private const int None = -1;
    private int[] _buckets = [];

    // Both from 1, so that an empty bucket is the place of no key.
    private int[] _keys = [None];
    private double[] _sums = new double[1];
    private int _bits;

    public int Count { get; private set; }

    /// <summary>Gives the keys.</summary>
    public ReadOnlySpan<int> Keys => _keys.AsSpan(1, Count);

    /// <summary>Gives the sums of the keys.</summary>
    public Span<double> Sums => _sums.AsSpan(1, Count);

    /// <summary>Forgets all.</summary>
    /// <param name="expected">The expected number of keys, as far as that is known.</param>
    public void Begin(int expected)
    {
        Sums.Clear();
        Count = 0;
        Resize(1 + BitOperations.Log2((uint)Math.Max(expected, 32) * 2));
    }

    /// <summary>Adds to the sums of keys, in their order, as many values.</summary>
    public void Add(ReadOnlySpan<int> keys, ReadOnlySpan<double> values)
    {
        if (Count + keys.Length > 1 << (_bits - 1))
        {
            Grow(keys.Length);
        }

        var (buckets, known, sums, count) = (_buckets, _keys, _sums, Count);
        var (shift, mask) = (32 - _bits, (1 << _bits) - 1);
        values = values[..keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            var bucket = (int)((uint)key * 2654435769u >> shift);
            var place = buckets[bucket];
            while (place != 0 & known[place] != key)
            {
                bucket = (bucket + 1) & mask;
                place = buckets[bucket];
            }

            // Without a branch: half of the keys are new, and which, nobody can predict.
            var isNew = place == 0 ? 1 : 0;
            count += isNew;
            place += isNew * count;
            buckets[bucket] = place;
            known[place] = key;
            sums[place] += values[i];
        }

        Count = count;
    }

    private void Resize(int bits)
    {
        _bits = bits;
        if (_buckets.Length < 1 << bits)
        {
            _buckets = new int[1 << bits];
            Array.Resize(ref _keys, (1 << (bits - 1)) + 1);
            Array.Resize(ref _sums, _keys.Length);
        }
        else
        {
            _buckets.AsSpan(0, 1 << bits).Clear();
        }
    }

    private void Grow(int more)
    {
        Resize(1 + BitOperations.Log2((uint)(Count + more) * 2));
        for (var place = 1; place <= Count; place++)
        {
            var bucket = (int)((uint)_keys[place] * 2654435769u >> (32 - _bits));
            while (_buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & ((1 << _bits) - 1);
            }

            _buckets[bucket] = place;
        }
    }
}
