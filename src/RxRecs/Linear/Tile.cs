using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Products of square blocks of a matrix, which fit the processor's cache. Every sum is made in the order of its terms
/// by fused operations, so that the result does not depend on how wide the processor's vectors are.
/// </summary>
internal static class Tile
{
    /// <summary>Rows and columns of a tile; a multiple of six rows and of two vectors of up to 16 numbers.</summary>
    public const int Size = 192;

    /// <summary>Numbers of a tile.</summary>
    public const int Length = Size * Size;

    private const int Rows = 6;

    private static int Width => 2 * Vector<float>.Count;

    /// <summary>Brings a tile into the order in which the product reads its second factor.</summary>
    public static void Pack(ReadOnlySpan<float> tile, Span<float> packed)
    {
        var width = Width;
        for (var (first, to) = (0, 0); first < Size; first += width)
        {
            for (var row = 0; row < Size; row++, to += width)
            {
                tile.Slice((row * Size) + first, width).CopyTo(packed[to..]);
            }
        }
    }

    /// <summary>The same for the transpose of a tile.</summary>
    public static void PackTransposed(ReadOnlySpan<float> tile, Span<float> packed)
    {
        var width = Width;
        for (var (first, to) = (0, 0); first < Size; first += width, to += Size * width)
        {
            for (var column = 0; column < width; column++)
            {
                var from = tile.Slice((first + column) * Size, Size);
                for (var row = 0; row < Size; row++)
                {
                    packed[to + (row * width) + column] = from[row];
                }
            }
        }
    }

    /// <summary>Turns a tile over its diagonal.</summary>
    public static void Transpose(ReadOnlySpan<float> tile, Span<float> transposed)
    {
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                transposed[(column * Size) + row] = tile[(row * Size) + column];
            }
        }
    }

    /// <summary>Adds the product of a tile, or of its transpose, and a packed tile to a tile.</summary>
    public static void AddProduct(
        ReadOnlySpan<float> tile, bool isTransposed, ReadOnlySpan<float> packed, Span<float> sum)
    {
        if (tile.Length < Length || packed.Length < Length || sum.Length < Length)
        {
            throw new ArgumentException($"A tile has {Length} numbers.");
        }

        ref var left = ref MemoryMarshal.GetReference(tile);
        ref var right = ref MemoryMarshal.GetReference(packed);
        ref var result = ref MemoryMarshal.GetReference(sum);
        var (rowStep, step) = isTransposed ? (1, Size) : (Size, 1);
        for (var column = 0; column < Size; column += Width)
        {
            ref var panel = ref Unsafe.Add(ref right, column * Size);
            for (var row = 0; row < Size; row += Rows)
            {
                AddBlock(
                    ref Unsafe.Add(ref left, row * rowStep),
                    rowStep,
                    step,
                    ref panel,
                    ref Unsafe.Add(ref result, (row * Size) + column));
            }
        }
    }

    /// <summary>Six rows and two vectors of a product: as many sums as stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(ref float left, nint rowStep, nint step, ref float right, ref float result)
    {
        var width = Vector<float>.Count;
        Vector<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        Vector<float> s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        for (var k = 0; k < Size; k++)
        {
            var r0 = Vector.LoadUnsafe(ref right);
            var r1 = Vector.LoadUnsafe(ref right, (nuint)width);
            ref var next = ref left;
            var value = new Vector<float>(next);
            s00 = Vector.FusedMultiplyAdd(value, r0, s00);
            s01 = Vector.FusedMultiplyAdd(value, r1, s01);
            next = ref Unsafe.Add(ref next, rowStep);
            value = new Vector<float>(next);
            s10 = Vector.FusedMultiplyAdd(value, r0, s10);
            s11 = Vector.FusedMultiplyAdd(value, r1, s11);
            next = ref Unsafe.Add(ref next, rowStep);
            value = new Vector<float>(next);
            s20 = Vector.FusedMultiplyAdd(value, r0, s20);
            s21 = Vector.FusedMultiplyAdd(value, r1, s21);
            next = ref Unsafe.Add(ref next, rowStep);
            value = new Vector<float>(next);
            s30 = Vector.FusedMultiplyAdd(value, r0, s30);
            s31 = Vector.FusedMultiplyAdd(value, r1, s31);
            next = ref Unsafe.Add(ref next, rowStep);
            value = new Vector<float>(next);
            s40 = Vector.FusedMultiplyAdd(value, r0, s40);
            s41 = Vector.FusedMultiplyAdd(value, r1, s41);
            next = ref Unsafe.Add(ref next, rowStep);
            value = new Vector<float>(next);
            s50 = Vector.FusedMultiplyAdd(value, r0, s50);
            s51 = Vector.FusedMultiplyAdd(value, r1, s51);
            left = ref Unsafe.Add(ref left, step);
            right = ref Unsafe.Add(ref right, 2 * width);
        }

        Add(s00, s01, ref result);
        Add(s10, s11, ref Unsafe.Add(ref result, Size));
        Add(s20, s21, ref Unsafe.Add(ref result, 2 * Size));
        Add(s30, s31, ref Unsafe.Add(ref result, 3 * Size));
        Add(s40, s41, ref Unsafe.Add(ref result, 4 * Size));
        Add(s50, s51, ref Unsafe.Add(ref result, 5 * Size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<float> first, Vector<float> second, ref float result)
    {
        (Vector.LoadUnsafe(ref result) + first).StoreUnsafe(ref result);
        var width = (nuint)Vector<float>.Count;
        (Vector.LoadUnsafe(ref result, width) + second).StoreUnsafe(ref result, width);
    }
}
