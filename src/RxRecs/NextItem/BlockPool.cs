using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Blocks of 2, 4, 8 … numbers, each with a time beside it if wanted, in chunks that are never copied: to grow moves
/// nothing but the block that grows. A block that is given back is used again for one of its size.
/// </summary>
/// <remarks>
/// Waste: less than half of a block, the free blocks, and one chunk. A block is reached without a look at the length of
/// its chunk, which would be a second wait for memory for each.
/// </remarks>
internal sealed class BlockPool
{
    private const int None = -1;
    private readonly int _chunkBits;
    private readonly int _chunkMask;
    private readonly bool _withTimes;
    private readonly int[] _free = new int[31];
    private int[][] _numbers = [];
    private long[][] _times = [];
    private int _used;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="largest">The numbers of the largest block.</param>
    /// <param name="withTimes">True if each number has a time beside it.</param>
    public BlockPool(int largest, bool withTimes)
    {
        _withTimes = withTimes;
        _chunkBits = Math.Max(12, ClassOf(largest));
        _chunkMask = (1 << _chunkBits) - 1;
        Clear();
    }

    /// <summary>Gives the class of the least block for so many numbers: it holds two to that power.</summary>
    public static int ClassOf(int count) => count <= 2 ? 1 : 32 - BitOperations.LeadingZeroCount((uint)count - 1);

    public void Clear()
    {
        _free.AsSpan().Fill(None);
        (_numbers, _times, _used) = ([], [], 0);
    }

    public Span<int> Numbers(int offset, int count) =>
        Part(_numbers[offset >> _chunkBits], offset & _chunkMask, count);

    public Span<long> Times(int offset, int count) =>
        Part(_times[offset >> _chunkBits], offset & _chunkMask, count);

    /// <summary>Gives the arrays that a block lies in, and where it begins there.</summary>
    public (int[] Numbers, long[] Times, int Start) Block(int offset) =>
        (_numbers[offset >> _chunkBits], _times[offset >> _chunkBits], offset & _chunkMask);

    /// <summary>Gives a block of a class; what it holds is undefined.</summary>
    public int Take(int sizeClass)
    {
        var offset = _free[sizeClass];
        if (offset != None)
        {
            _free[sizeClass] = Numbers(offset, 1)[0];
            return offset;
        }

        var size = 1 << sizeClass;
        if ((_used & _chunkMask) + size > _chunkMask + 1)
        {
            _used = checked((_used | _chunkMask) + 1);
        }

        if (_used >> _chunkBits == _numbers.Length)
        {
            AddChunk();
        }

        offset = _used;
        _used = checked(_used + size);
        return offset;
    }

    /// <summary>Takes a block back.</summary>
    public void GiveBack(int offset, int sizeClass)
    {
        Numbers(offset, 1)[0] = _free[sizeClass];
        _free[sizeClass] = offset;
    }

    // A block never goes beyond its chunk: Take saw to that.
    private static Span<T> Part<T>(T[] chunk, int start, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(chunk), start), count);

    private void AddChunk()
    {
        Array.Resize(ref _numbers, _numbers.Length + 1);
        _numbers[^1] = new int[_chunkMask + 1];
        if (_withTimes)
        {
            Array.Resize(ref _times, _times.Length + 1);
            _times[^1] = new long[_chunkMask + 1];
        }
    }
}
