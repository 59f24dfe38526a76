using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Blocks with room for 2, 4, 8 … entries, in chunks that are never copied: to grow moves nothing but the block that
/// grows. A block that is given back is used again for one of its size.
/// </summary>
/// <remarks>
/// Waste: less than half of a block, the free blocks, and one chunk. A block is reached without a look at the length of
/// its chunk, which would be a second wait for memory for each.
/// </remarks>
/// <typeparam name="T">The type of the elements, of at least four bytes and without references.</typeparam>
internal sealed class BlockPool<T>
    where T : unmanaged
{
    private const int None = -1;
    private readonly int _chunkBits;
    private readonly int _chunkMask;
    private readonly int _width;
    private readonly int[] _free = new int[31];
    private T[][] _chunks = [];
    private int _used;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="largest">The entries of the largest block.</param>
    /// <param name="width">The elements of an entry.</param>
    public BlockPool(int largest, int width = 1)
    {
        _width = width;
        _chunkBits = Math.Max(12, SizeClassOf(largest));
        _chunkMask = (1 << _chunkBits) - 1;
        Clear();
    }

    /// <summary>Gives the class of the least block for so many entries: it has room for two to that power.</summary>
    public static int SizeClassOf(int count) => count <= 2 ? 1 : 32 - BitOperations.LeadingZeroCount((uint)count - 1);

    public void Clear()
    {
        _free.AsSpan().Fill(None);
        (_chunks, _used) = ([], 0);
    }

    /// <summary>Gives so many elements from the beginning of a block.</summary>
    public Span<T> Elements(int offset, int count)
    {
        // The comparison keeps the compiler from a read of the chunk's header, to see that there is one.
        if (_chunks[offset >> _chunkBits] is not { } elements)
        {
            throw new UnreachableException();
        }

        // A block never goes beyond its chunk: Take saw to that.
        ref var chunk = ref MemoryMarshal.GetArrayDataReference(elements);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref chunk, (offset & _chunkMask) * _width), count);
    }

    /// <summary>Gives the array that a block lies in, and where it begins there.</summary>
    public (T[] Chunk, int Start) Block(int offset) =>
        (_chunks[offset >> _chunkBits], (offset & _chunkMask) * _width);

    /// <summary>Gives a block of a class; what it holds is undefined.</summary>
    public int Take(int sizeClass)
    {
        var offset = _free[sizeClass];
        if (offset != None)
        {
            _free[sizeClass] = NextFree(offset);
            return offset;
        }

        var size = 1 << sizeClass;
        if ((_used & _chunkMask) + size > _chunkMask + 1)
        {
            _used = checked((_used | _chunkMask) + 1);
        }

        if (_used >> _chunkBits == _chunks.Length)
        {
            Array.Resize(ref _chunks, _chunks.Length + 1);
            _chunks[^1] = new T[(_chunkMask + 1) * _width];
        }

        offset = _used;
        _used = checked(_used + size);
        return offset;
    }

    /// <summary>Takes a block back.</summary>
    public void GiveBack(int offset, int sizeClass)
    {
        NextFree(offset) = _free[sizeClass];
        _free[sizeClass] = offset;
    }

    /// <summary>Gives where a free block keeps the next one of its class.</summary>
    private ref int NextFree(int offset) => ref Unsafe.As<T, int>(ref Elements(offset, 1)[0]);
}
