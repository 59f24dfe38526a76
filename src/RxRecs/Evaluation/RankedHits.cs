namespace RxRecs.Recommenders;

/// <summary>Finds the hits of a ranked list: relevant items, each at its first position.</summary>
internal static class RankedHits
{
    /// <summary>Tells what a hit at a position (from 1) adds to NDCG: 1 / log2(position + 1).</summary>
    public static double Discount(int position) => position == 1 ? 1 : 1 / Math.Log2(position + 1);

    /// <summary>Adds up what so many hits from the first position on add to NDCG.</summary>
    public static double IdealGain(int hits)
    {
        var gain = 0.0;
        for (var position = 1; position <= hits; position++)
        {
            gain += Discount(position);
        }

        return gain;
    }

    /// <summary>Gives the first k of a list, or as many as it has.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static ReadOnlySpan<TItem> Top<TItem>(ReadOnlySpan<TItem> list, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return list[..Math.Min(k, list.Length)];
    }

    /// <summary>Tells whether the item at a position is relevant and has not come before.</summary>
    public static bool IsHit<TItem>(
        ReadOnlySpan<TItem> list, int at, ReadOnlySpan<TItem> relevant, IEqualityComparer<TItem>? itemEquality) =>
        relevant.Contains(list[at], itemEquality) && !list[..at].Contains(list[at], itemEquality);

    /// <summary>Finds the position of the first hit among the first k, from 1; 0 where there is none.</summary>
    public static int FirstHit<TItem>(
        ReadOnlySpan<TItem> list, ReadOnlySpan<TItem> relevant, int k, IEqualityComparer<TItem>? itemEquality)
    {
        var top = Top(list, k);
        for (var i = 0; i < top.Length; i++)
        {
            if (relevant.Contains(top[i], itemEquality))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>Counts different items.</summary>
    public static int CountDistinct<TItem>(ReadOnlySpan<TItem> items, IEqualityComparer<TItem>? itemEquality)
    {
        var count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            count += items[..i].Contains(items[i], itemEquality) ? 0 : 1;
        }

        return count;
    }
}
