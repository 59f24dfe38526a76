using System.Numerics;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// The lists of one length class of a <see cref="SegmentStore{T}"/>: numbered from 0 without a gap, in chunks of a few
/// thousand elements, so that growing copies nothing but the first, small chunk.
/// </summary>
internal sealed class SizeClass<T>
{
    private const int ChunkElements = 4096;
    private readonly int _size;
    private readonly int _shift;
    private readonly bool _withTimes;
    private T[][] _items = [];
    private long[][] _times = [];
    private int[] _owners = [];
    private int _count;

    public SizeClass(int size, bool withTimes)
    {
        _size = size;
        _withTimes = withTimes;
        _shift = BitOperations.Log2((uint)Math.Max(1, ChunkElements / size));
    }

    private int PerChunk => 1 << _shift;

    /// <summary>The elements in a part of a list's room.</summary>
    public Span<T> Items(int index, int from, int count) =>
        _items[index >> _shift].AsSpan(InChunk(index) + from, count);

    /// <summary>The times in a part of a list's room.</summary>
    public Span<long> Times(int index, int from, int count) =>
        _times[index >> _shift].AsSpan(InChunk(index) + from, count);

    /// <summary>The place of a part of a list's room.</summary>
    public Stretch<T> Find(int index, int from, int count)
    {
        var chunk = index >> _shift;
        return new(_items[chunk], _times[chunk], InChunk(index) + from, count);
    }

    /// <summary>Adds a list and returns its number.</summary>
    public int Take(int owner)
    {
        Reserve(_count);
        if (_count == _owners.Length)
        {
            Array.Resize(ref _owners, Math.Max(4, _count * 2));
        }

        _owners[_count] = owner;
        return _count++;
    }

    /// <summary>Removes a list: the last one takes its number. Returns the owner of the list that moved.</summary>
    public int Release(int index)
    {
        var last = --_count;
        var owner = _owners[last];
        if (index != last)
        {
            CopyTo(last, 0, this, index, 0, _size);
            _owners[index] = owner;
        }

        Forget(last, 0, _size);
        DropChunkBehind(last);
        return owner;
    }

    public void CopyTo(int index, int from, SizeClass<T> target, int targetIndex, int to, int count)
    {
        Items(index, from, count).CopyTo(target.Items(targetIndex, to, count));
        if (_withTimes)
        {
            Times(index, from, count).CopyTo(target.Times(targetIndex, to, count));
        }
    }

    /// <summary>Lets go of the objects that elements refer to.</summary>
    public void Forget(int index, int from, int to)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Items(index, from, to - from).Clear();
        }
    }

    private int InChunk(int index) => (index & (PerChunk - 1)) * _size;

    private void Reserve(int index)
    {
        var chunk = index >> _shift;
        if (chunk >= _items.Length)
        {
            Array.Resize(ref _items, Math.Max(1, _items.Length * 2));
            Array.Resize(ref _times, _items.Length);
        }

        var needed = ((index & (PerChunk - 1)) + 1) * _size;
        if (_items[chunk] is null || _items[chunk].Length < needed)
        {
            // The first chunk grows by doubling: a state of three keys is not to cost thirty kilobytes.
            var length = chunk > 0 ? PerChunk * _size : (int)Math.Min(PerChunk * (long)_size, needed * 2L);
            Array.Resize(ref _items[chunk], length);
            if (_withTimes)
            {
                Array.Resize(ref _times[chunk], length);
            }
        }
    }

    // One empty chunk is kept: lists that come and go at a chunk's border would make and drop it with every event.
    private void DropChunkBehind(int count)
    {
        var spare = (count >> _shift) + 2;
        if (spare < _items.Length && _items[spare] is not null)
        {
            _items[spare] = null!;
            _times[spare] = null!;
        }
    }
}
