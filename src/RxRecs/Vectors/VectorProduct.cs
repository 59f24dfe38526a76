using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>Products of vectors: quick in single precision with a known error, and exact enough in double.</summary>
internal static class VectorProduct
{
    private const int Lane = 16;

    /// <summary>
    /// The numbers that a vector takes in an index: filled up with zeros, so that wide steps end with it.
    /// </summary>
    public static int StrideOf(int dimensions) => (dimensions + Lane - 1) / Lane * Lane;

    /// <summary>
    /// Gives by how much the quick cosine may differ from the cosine at the most: the sum of as many rounded products,
    /// in whatever order (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), and the rounded lengths.
    /// </summary>
    public static float ErrorOf(int dimensions) => (StrideOf(dimensions) + 32) * 1.1f / (1 << 24);

    /// <summary>
    /// Multiplies a vector by the power of two that brings its length between 1 and 2, which changes no digit.
    /// </summary>
    /// <returns>True on success; false where the vector has no direction.</returns>
    public static bool TryScale(ReadOnlySpan<float> vector, Span<float> scaled)
    {
        var square = 0d;
        foreach (var value in vector)
        {
            square += (double)value * value;
        }

        if (!(square > 0) || !double.IsFinite(square))
        {
            return false;
        }

        var exponent = -Math.ILogB(Math.Sqrt(square));
        for (var i = 0; i < vector.Length; i++)
        {
            scaled[i] = (float)Math.ScaleB((double)vector[i], exponent) + 0f; // a zero has no sign
        }

        return true;
    }

    /// <summary>Gives the product in double precision, in the order of the numbers.</summary>
    public static double Exact(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0d;
        for (var i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }

    /// <summary>Multiplies a vector with each of many.</summary>
    /// <param name="vector">The vector, of a stride of numbers.</param>
    /// <param name="rows">The vectors to multiply with, one after the other.</param>
    /// <param name="factors">The factor by which each product is multiplied.</param>
    /// <param name="products">The products.</param>
    public static void Quick(
        ReadOnlySpan<float> vector, ReadOnlySpan<float> rows, ReadOnlySpan<float> factors, Span<float> products)
    {
        var stride = vector.Length;
        if ((long)factors.Length * stride != rows.Length || products.Length < factors.Length || stride % Lane != 0)
        {
            throw new ArgumentException("Rows, factors and products are of one number, rows of one stride.");
        }

        ref var start = ref MemoryMarshal.GetReference(vector);
        ref var row = ref MemoryMarshal.GetReference(rows);
        for (var i = 0; i < factors.Length; i++)
        {
            products[i] = One(ref start, ref row, (nuint)stride) * factors[i];
            row = ref Unsafe.Add(ref row, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float One(ref float left, ref float right, nuint length)
    {
        var width = (nuint)Vector<float>.Count;
        Vector<float> first = default, second = default, third = default, fourth = default;
        nuint i = 0;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            first = Add(first, ref left, ref right, i);
            second = Add(second, ref left, ref right, i + width);
            third = Add(third, ref left, ref right, i + (2 * width));
            fourth = Add(fourth, ref left, ref right, i + (3 * width));
        }

        for (; i < length; i += width)
        {
            first = Add(first, ref left, ref right, i);
        }

        return Vector.Sum(first + second + (third + fourth));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Add(Vector<float> sum, ref float left, ref float right, nuint at) =>
        Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref left, at), Vector.LoadUnsafe(ref right, at), sum);
}
