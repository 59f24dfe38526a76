namespace RxRecs.Recommenders;

/// <summary>
/// Inverts a symmetric, positive definite matrix in its place: by tiles, as L L' (Cholesky), then the inverse of L,
/// then the product of that with itself. The tiles on the diagonal are worked out in double precision.
/// </summary>
/// <remarks>
/// Costs n³ operations in all, a third for each of the three. Beside the matrix it takes a row of tiles and three tiles
/// for each thread. Each tile is the work of one thread and its sums have one order, so that the result does not depend
/// on how many there are.
/// </remarks>
internal sealed class MatrixInverse : IDisposable
{
    private readonly SymmetricMatrix _matrix;
    private readonly ParallelOptions _parallel;
    private readonly Action<double> _progress;
    private readonly ThreadLocal<float[]> _sum = new(static () => new float[Tile.Length]);
    private readonly ThreadLocal<float[]> _product = new(static () => new float[Tile.Length]);
    private readonly float[][] _packed;
    private readonly float[] _packedDiagonal = new float[Tile.Length];
    private readonly int _rows;
    private readonly double _steps;
    private double _done;

    private MatrixInverse(SymmetricMatrix matrix, ParallelOptions parallel, Action<double> progress)
    {
        (_matrix, _parallel, _progress, _rows) = (matrix, parallel, progress, matrix.TileRows);
        _packed = new float[_rows][];
        for (var i = 0; i < _rows; i++)
        {
            _packed[i] = new float[Tile.Length];
        }

        _steps = (double)_rows * (_rows + 1) * (_rows + 2) / 2;
    }

    /// <summary>Counts the bytes that are taken beside the matrix.</summary>
    public static long BytesBeside(int size, int threads) =>
        (SymmetricMatrix.TileRowsOf(size) + 1L + (3L * threads)) * Tile.Length * sizeof(float);

    /// <summary>Inverts a matrix in its place.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="parallel">The number of threads, and the token that stops them.</param>
    /// <param name="progress">The callback that is told the share that is done, from 0 to 1.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite in single precision.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped; the matrix is of no use any more.</exception>
    public static void Invert(SymmetricMatrix matrix, ParallelOptions parallel, Action<double> progress)
    {
        using var inverse = new MatrixInverse(matrix, parallel, progress);
        for (var k = 0; k < inverse._rows; k++)
        {
            inverse.Factor(k);
        }

        for (var j = inverse._rows - 1; j >= 0; j--)
        {
            inverse.InvertColumn(j);
        }

        for (var i = 0; i < inverse._rows; i++)
        {
            inverse.MultiplyRow(i);
        }
    }

    public void Dispose()
    {
        _sum.Dispose();
        _product.Dispose();
    }

    /// <summary>Column k of L, and in the place of its diagonal tile the inverse of that.</summary>
    private void Factor(int k)
    {
        Parallel.For(0, k, _parallel, j => Tile.PackTransposed(_matrix.TileAt(k, j), _packed[j]));
        Parallel.For(k, _rows, _parallel, i =>
        {
            var sum = Cleared(_sum);
            for (var j = 0; j < k; j++)
            {
                Tile.AddProduct(_matrix.TileAt(i, j), isTransposed: false, _packed[j], sum);
            }

            var tile = _matrix.TileAt(i, k);
            for (var place = 0; place < tile.Length; place++)
            {
                tile[place] -= sum[place];
            }
        });
        InvertFactor(_matrix.TileAt(k, k));
        Tile.PackTransposed(_matrix.TileAt(k, k), _packedDiagonal);
        Parallel.For(k + 1, _rows, _parallel, i =>
        {
            var product = Cleared(_product);
            Tile.AddProduct(_matrix.TileAt(i, k), isTransposed: false, _packedDiagonal, product);
            product.CopyTo(_matrix.TileAt(i, k), 0);
        });
        Done((double)(k + 1) * (_rows - k));
    }

    /// <summary>Column j of the inverse of L; the columns after it are there.</summary>
    private void InvertColumn(int j)
    {
        Parallel.For(j + 1, _rows, _parallel, k => Tile.Pack(_matrix.TileAt(k, j), _packed[k]));
        Tile.Pack(_matrix.TileAt(j, j), _packedDiagonal);
        Parallel.For(j + 1, _rows, _parallel, i =>
        {
            var (sum, product) = (Cleared(_sum), Cleared(_product));
            for (var k = j + 1; k <= i; k++)
            {
                Tile.AddProduct(_matrix.TileAt(i, k), isTransposed: false, _packed[k], sum);
            }

            Tile.AddProduct(sum, isTransposed: false, _packedDiagonal, product);
            var tile = _matrix.TileAt(i, j);
            for (var place = 0; place < tile.Length; place++)
            {
                tile[place] = -product[place];
            }
        });
        Done((double)(_rows - j) * (_rows - j + 1) / 2);
    }

    /// <summary>Row i of the inverse: the product of the inverse of L, turned over, with itself.</summary>
    private void MultiplyRow(int i)
    {
        Parallel.For(i, _rows, _parallel, k => Tile.Pack(_matrix.TileAt(k, i), _packed[k]));
        Parallel.For(0, i + 1, _parallel, j =>
        {
            var sum = Cleared(_sum);
            for (var k = i; k < _rows; k++)
            {
                Tile.AddProduct(_matrix.TileAt(k, j), isTransposed: true, _packed[k], sum);
            }

            Tile.Transpose(sum, _matrix.TileAt(i, j));
        });
        Done((double)(i + 1) * (_rows - i));
    }

    /// <summary>Puts the inverse of the factor of a tile in its place.</summary>
    private static void InvertFactor(float[] tile)
    {
        const int Size = Tile.Size;
        var factor = Array.ConvertAll(tile, static value => (double)value);
        for (var column = 0; column < Size; column++)
        {
            var pivot = factor[(column * Size) + column] - Dot(factor, column, column, column);
            if (!(pivot > 0) || !double.IsFinite(pivot))
            {
                throw new ArithmeticException(
                    "The matrix is not positive definite in single precision: a greater regularization makes it so.");
            }

            pivot = Math.Sqrt(pivot);
            factor[(column * Size) + column] = pivot;
            for (var row = column + 1; row < Size; row++)
            {
                factor[(row * Size) + column] =
                    (factor[(row * Size) + column] - Dot(factor, row, column, column)) / pivot;
            }
        }

        Array.Clear(tile);
        var inverse = new double[Size];
        for (var column = 0; column < Size; column++)
        {
            for (var row = column; row < Size; row++)
            {
                var rest = row == column ? 1d : 0;
                for (var k = column; k < row; k++)
                {
                    rest -= factor[(row * Size) + k] * inverse[k];
                }

                inverse[row] = rest / factor[(row * Size) + row];
                tile[(row * Size) + column] = (float)inverse[row];
            }
        }
    }

    private static double Dot(double[] factor, int row, int other, int count)
    {
        var sum = 0d;
        for (var k = 0; k < count; k++)
        {
            sum += factor[(row * Tile.Size) + k] * factor[(other * Tile.Size) + k];
        }

        return sum;
    }

    private static float[] Cleared(ThreadLocal<float[]> buffer)
    {
        Array.Clear(buffer.Value!);
        return buffer.Value!;
    }

    private void Done(double steps)
    {
        _done += steps;
        _progress(Math.Min(1, _done / _steps));
    }
}
