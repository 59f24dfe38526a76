using RxRecs.Recommenders;

namespace RxRecs.Tests.Linear;

/// <summary>
/// The linear model as its formula says it: dense matrices in double precision, a row for each cut of a visit.
/// </summary>
internal static class NaiveLinearModel
{
    /// <summary>Gives the weights of each item for each other.</summary>
    public static double[,] Train(
        int items, IReadOnlyList<(int[] Items, DateTimeOffset Time)> visits, LinearModelOptions options)
    {
        var (first, last) = (visits.Min(visit => visit.Time), visits.Max(visit => visit.Time));
        var range = options.TimeRange ?? (last > first ? last - first : TimeSpan.FromTicks(1));
        var (past, future) = (new double[items, items], new double[items, items]);
        foreach (var (visit, time) in visits)
        {
            var weight = Math.Exp(-((last - time) / range));
            var whole = new double[items];
            foreach (var item in visit.Distinct())
            {
                whole[item] = 1 / Math.Sqrt(visit.Distinct().Count());
            }

            Add(past, whole, whole, options.WholeVisitWeight * weight);
            Add(future, whole, whole, options.WholeVisitWeight * weight);
            for (var cut = 1; cut < visit.Length; cut++)
            {
                var (before, after) = (new double[items], new double[items]);
                for (var place = 1; place <= visit.Length; place++)
                {
                    if (place <= cut)
                    {
                        before[visit[place - 1]] += Math.Exp(-(cut - place) / options.PositionRange);
                    }
                    else
                    {
                        after[visit[place - 1]] += Math.Exp(-(place - cut - 1) / options.PositionRange);
                    }
                }

                Add(past, before, before, (1 - options.WholeVisitWeight) * weight);
                Add(future, before, after, (1 - options.WholeVisitWeight) * weight);
            }
        }

        for (var item = 0; item < items; item++)
        {
            past[item, item] += options.Regularization;
        }

        return Product(Inverse(past), future);
    }

    /// <summary>Inverts a matrix by elimination.</summary>
    public static double[,] Inverse(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var (left, right) = ((double[,])matrix.Clone(), new double[size, size]);
        for (var i = 0; i < size; i++)
        {
            right[i, i] = 1;
        }

        for (var pivot = 0; pivot < size; pivot++)
        {
            var scale = left[pivot, pivot];
            for (var column = 0; column < size; column++)
            {
                left[pivot, column] /= scale;
                right[pivot, column] /= scale;
            }

            for (var row = 0; row < size; row++)
            {
                var factor = left[row, pivot];
                for (var column = 0; row != pivot && column < size; column++)
                {
                    left[row, column] -= factor * left[pivot, column];
                    right[row, column] -= factor * right[pivot, column];
                }
            }
        }

        return right;
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        var size = left.GetLength(0);
        var product = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                for (var k = 0; k < size; k++)
                {
                    product[row, column] += left[row, k] * right[k, column];
                }
            }
        }

        return product;
    }

    private static void Add(double[,] sums, double[] left, double[] right, double weight)
    {
        for (var row = 0; row < left.Length; row++)
        {
            for (var column = 0; column < right.Length; column++)
            {
                sums[row, column] += weight * left[row] * right[column];
            }
        }
    }
}
