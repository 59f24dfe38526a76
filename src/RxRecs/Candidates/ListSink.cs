using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Takes the candidates of one source as they come: the list of a recommender that is one source.</summary>
internal sealed class ListSink<TItem>(RecommendationSource source) : CandidateSink<TItem>
{
    private IReadOnlySet<TItem>? _excluded;
    private Func<TItem, bool>? _accepts;
    private List<Recommendation<TItem>> _list = [];

    /// <summary>Begins a list.</summary>
    public void Start(
        int count, IReadOnlySet<TItem>? excluded, Func<TItem, bool>? accepts, List<Recommendation<TItem>> list)
    {
        list.Clear();
        (Wanted, _excluded, _accepts, _list) = (count, excluded, accepts, list);
    }

    public override bool Accepts(TItem item) => _excluded?.Contains(item) != true && _accepts?.Invoke(item) != false;

    public override bool Add(TItem item, double value, double score, string? detail)
    {
        if (Wanted > 0 && Accepts(item))
        {
            _list.Add(new(item, score, new(source, value, detail)));
            Wanted--;
        }

        return Wanted > 0;
    }
}
