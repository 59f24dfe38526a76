namespace RxRecs.Recommenders;

/// <summary>A weighted sum of kernels, the scores of each divided by its greatest.</summary>
internal sealed class BlendKernel(string name, params (INextItemKernel Kernel, double Weight)[] parts) : INextItemKernel
{
    private readonly KernelRun[] _runs = [.. parts.Select(_ => new KernelRun())];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i].Kernel.Score(index, query);
            _runs[i].Take(query);
        }

        query.Scores.Begin();
        for (var i = 0; i < parts.Length; i++)
        {
            _runs[i].AddTo(query, parts[i].Weight);
        }
    }

    /// <inheritdoc/>
    public double GreatestFactor<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull => 1;

    /// <inheritdoc/>
    public void Weigh<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<int> items, Span<double> sums)
        where TItem : notnull
    {
        // The parts have been weighed.
    }

    /// <inheritdoc/>
    public void Explain<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> found)
        where TItem : notnull
    {
        var own = new List<ScorePart>();
        foreach (var (kernel, weight) in parts)
        {
            own.Clear();
            kernel.Score(index, query);
            var run = new KernelRun();
            run.Take(query);
            kernel.Explain(index, query, item, own);
            found.AddRange(own.Select(each => each with { Value = each.Value / run.Greatest * weight }));
        }
    }
}
