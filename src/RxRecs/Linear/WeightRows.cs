using System.Numerics;
using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Multiplies the inverse by what is to be predicted, as many rows at a time as a vector has numbers, and gives the
/// greatest weights of each row, those above 0.
/// </summary>
internal sealed class WeightRows(
    SymmetricMatrix inverse, LinearModel.SparseRow[] future, LinearModelOptions options, ParallelOptions parallel)
{
    private static readonly int Width = Vector<float>.Count;

    /// <summary>Gives all rows in their order.</summary>
    /// <param name="take">The callback that takes a weight.</param>
    /// <param name="progress">The callback that is told the share that is done.</param>
    public void Take(LinearModel.TakeNeighbor take, Action<double> progress)
    {
        var blocks = (inverse.Size + Width - 1) / Width;
        var chunk = 8 * parallel.MaxDegreeOfParallelism;
        var found = new List<(int Neighbor, float Weight)>[chunk * Width];
        using var buffers = new ThreadLocal<Buffers>(() => new Buffers(inverse.Size));
        for (var first = 0; first < blocks; first += chunk)
        {
            var start = first;
            Parallel.For(start, Math.Min(blocks, start + chunk), parallel, block =>
            {
                Multiply(block * Width, buffers.Value!);
                for (var lane = 0; lane < Width; lane++)
                {
                    found[((block - start) * Width) + lane] = Best(lane, buffers.Value!);
                }
            });
            for (var item = start * Width; item < Math.Min(inverse.Size, (start + chunk) * Width); item++)
            {
                foreach (var (neighbor, weight) in found[item - (start * Width)])
                {
                    take(item, neighbor, weight);
                }
            }

            progress(Math.Min(1, (double)(start + chunk) / blocks));
        }
    }

    private void Multiply(int firstRow, Buffers buffers)
    {
        Gather(firstRow, buffers.Inverse);
        var (factors, sums) = (buffers.Inverse, buffers.Sums);
        Array.Clear(sums);
        for (var k = 0; k < inverse.Size; k++)
        {
            var (columns, values) = future[k];
            var factor = new Vector<float>(factors, k * Width);
            for (var i = 0; i < columns.Length; i++)
            {
                ref var sum = ref sums[columns[i] * Width];
                Vector.FusedMultiplyAdd(factor, new Vector<float>(values[i]), Vector.LoadUnsafe(ref sum))
                    .StoreUnsafe(ref sum);
            }
        }
    }

    /// <summary>Rows of the inverse, column by column.</summary>
    private void Gather(int firstRow, float[] rows)
    {
        var (tileRow, offset) = (firstRow / Tile.Size, firstRow % Tile.Size);
        for (var column = 0; column < inverse.Size; column++)
        {
            var (tileColumn, place) = (column / Tile.Size, column % Tile.Size);
            var target = rows.AsSpan(column * Width, Width);
            if (tileColumn > tileRow)
            {
                inverse.TileAt(tileColumn, tileRow).AsSpan((place * Tile.Size) + offset, Width).CopyTo(target);
                continue;
            }

            var tile = inverse.TileAt(tileRow, tileColumn);
            for (var lane = 0; lane < Width; lane++)
            {
                target[lane] = tile[((offset + lane) * Tile.Size) + place];
            }
        }
    }

    /// <summary>The greatest weights of a row; of equal ones the lower items.</summary>
    private List<(int Neighbor, float Weight)> Best(int lane, Buffers buffers)
    {
        var all = buffers.Candidates;
        all.Clear();
        for (var item = 0; item < inverse.Size; item++)
        {
            var weight = buffers.Sums[(item * Width) + lane];
            if (weight > 0)
            {
                all.Add((item, weight));
            }
        }

        var order = CollectionsMarshal.AsSpan(all);
        order.Sort(static (x, y) =>
            y.Weight.CompareTo(x.Weight) is var byWeight and not 0 ? byWeight : x.Neighbor.CompareTo(y.Neighbor));
        return [.. order[..Math.Min(order.Length, options.MaxNeighbors)]];
    }

    private sealed class Buffers(int size)
    {
        public float[] Inverse { get; } = new float[size * Width];

        public float[] Sums { get; } = new float[size * Width];

        public List<(int Neighbor, float Weight)> Candidates { get; } = [];
    }
}
