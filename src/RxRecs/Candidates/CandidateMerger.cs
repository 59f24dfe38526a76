using RxRecs.Machines;

namespace RxRecs;

/// <summary>Takes the candidates of one source after the other and merges them; reused from list to list.</summary>
internal sealed class CandidateMerger<TUser, TItem>(
    ICandidateFilter<TUser, TItem>[] filters, CandidateMerge merge, IComparer<TItem> comparer) : CandidateSink<TItem>
    where TItem : notnull
{
    private const double RankOffset = 60;
    private readonly MergedCandidates<TItem> _merged = new(merge == CandidateMerge.Blend, comparer);
    private CandidateMerge _merge;
    private RecommendationRequest<TUser, TItem> _request;
    private RecommendationSource _source;
    private CandidateRule? _rule;
    private int _sourceCount;
    private int _sourceIndex;
    private int _place;
    private bool _isFallback;

    /// <summary>Begins a list. Fallbacks come one after the other, whatever the merge.</summary>
    public void Start(in RecommendationRequest<TUser, TItem> request, int sourceCount, bool isFallback)
    {
        (_request, _sourceCount, _isFallback) = (request, sourceCount, isFallback);
        _merge = isFallback ? CandidateMerge.Priority : merge;
        _merged.Clear();
        (_sourceIndex, _rule) = (-1, null);
    }

    /// <summary>Turns to the next source; false when nothing is wanted from it.</summary>
    public bool Next(RecommendationSource source, CandidateRule rule)
    {
        EndSource();
        (_source, _rule, _place) = (source, rule, 0);
        _sourceIndex++;
        _merged.Next();
        var room = _merge switch
        {
            CandidateMerge.Priority => _request.Count - _merged.Count,
            CandidateMerge.Blend => Math.Max(_request.Count, MergedCandidates<TItem>.BlendDepth),
            _ => _request.Count,
        };
        Wanted = Math.Min(rule.Quota ?? room, room);
        return Wanted > 0;
    }

    public override bool Accepts(TItem item)
    {
        if (ItemValue.IsNone(item))
        {
            return false;
        }

        if (_merged.Contains(item, out var isOfThisSource))
        {
            return _merge != CandidateMerge.Priority && !isOfThisSource;
        }

        if (_request.Excluded is { } excluded && excluded.Contains(item))
        {
            return false;
        }

        foreach (var filter in filters)
        {
            if (!filter.Accepts(in _request, item, _source))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Add(TItem item, double value, double score, string? detail)
    {
        if (Wanted <= 0 || !Accepts(item))
        {
            return Wanted > 0;
        }

        _place++;
        Wanted--;
        var given = _merge switch
        {
            CandidateMerge.Priority => _sourceCount - _sourceIndex - 1 + (1.0 / _place),
            CandidateMerge.Blend => score,
            _ => _rule!.Weight / (RankOffset + _place),
        };
        _merged.Add(item, given, new RecommendationReason(_source, value, detail, _isFallback));
        return Wanted > 0;
    }

    public void Finish(List<Recommendation<TItem>> recommendations)
    {
        EndSource();
        _merged.Finish(_request.Count, _merge == CandidateMerge.Priority, recommendations);
        _request = default;
    }

    /// <summary>Tells which source gave what for an item of the list that was finished last.</summary>
    public List<(int Source, double Value)> Explain(TItem item) => _merged.Explain(item);

    private void EndSource()
    {
        if (_merge == CandidateMerge.Blend && _rule is not null)
        {
            _merged.Scale(_rule.Weight);
        }
    }
}
