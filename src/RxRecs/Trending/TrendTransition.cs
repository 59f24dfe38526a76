namespace RxRecs;

/// <summary>
/// How the count of every item changed from one period to the next, all of them, scored and in
/// order.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TrendTransition<TItem>
    where TItem : notnull
{
    internal TrendTransition(
        TrendPeriod from,
        TrendPeriod to,
        TrendBasis basis,
        string scoreName,
        bool isPartial,
        TrendChange<TItem>[] changes,
        IComparer<TItem>? comparer)
    {
        From = from;
        To = to;
        Basis = basis;
        ScoreName = scoreName;
        IsPartial = isPartial;
        Comparer = comparer ?? TieOrder<TItem>.Default;
        Array.Sort(changes, BestFirst);
        Changes = changes;
    }

    /// <summary>The earlier period.</summary>
    public TrendPeriod From { get; }

    /// <summary>The later period.</summary>
    public TrendPeriod To { get; }

    /// <summary>What is compared with what.</summary>
    public TrendBasis Basis { get; }

    /// <summary>The name of the score.</summary>
    public string ScoreName { get; }

    /// <summary>Whether a part of either period was not observed.</summary>
    public bool IsPartial { get; }

    /// <summary>
    /// The items that were counted in either period or have a score: higher score first, then higher <c>Now</c>, then
    /// lower item; items without a score come last.
    /// </summary>
    public IReadOnlyList<TrendChange<TItem>> Changes { get; }

    internal IComparer<TItem> Comparer { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{ScoreName}, {From.Start:u} to {From.End:u} against {To.Start:u} to {To.End:u}: {Changes.Count} items";

    private int BestFirst(TrendChange<TItem> x, TrendChange<TItem> y)
    {
        var byScore = (y.Score ?? double.NegativeInfinity).CompareTo(x.Score ?? double.NegativeInfinity);
        if (byScore != 0)
        {
            return byScore;
        }

        return x.Now != y.Now ? y.Now.CompareTo(x.Now) : Comparer.Compare(x.Item, y.Item);
    }
}
