namespace RxRecs.Recommenders;

/// <summary>Scores what may come next in a visit, from the other sessions of an index.</summary>
internal interface INextItemKernel
{
    /// <summary>Names it in reasons.</summary>
    string Name { get; }

    /// <summary>
    /// Leaves the items and their sums, none negative, in the query: their scores before <see cref="Weigh"/>.
    /// </summary>
    void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull;

    /// <summary>
    /// Gives what no sum is multiplied with more than by <see cref="Weigh"/>, after <see cref="Run"/>.
    /// </summary>
    double GreatestFactor<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull;

    /// <summary>Makes scores of the sums of some items that <see cref="Run"/> has found.</summary>
    void Weigh<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<int> items, Span<double> sums)
        where TItem : notnull;

    /// <summary>Leaves all items and their scores in the query.</summary>
    void Score<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        Run(index, query);
        Weigh(index, query, query.Scores.Keys, query.Scores.Sums);
    }

    /// <summary>Takes the score of one item apart, after <see cref="Run"/> for the same query.</summary>
    void Explain<TItem>(
        SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> parts)
        where TItem : notnull;
}
