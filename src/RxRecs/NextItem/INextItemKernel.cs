namespace RxRecs.Recommenders;

/// <summary>Scores what may come next in a visit, from the other sessions of an index.</summary>
internal interface INextItemKernel
{
    /// <summary>Names it in reasons.</summary>
    string Name { get; }

    /// <summary>Leaves the items and their scores, all positive, in the query.</summary>
    void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull;

    /// <summary>Takes the score of one item apart, after <see cref="Run"/> for the same query.</summary>
    void Explain<TItem>(
        SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> parts)
        where TItem : notnull;
}
