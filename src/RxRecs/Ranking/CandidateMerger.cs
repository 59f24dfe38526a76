using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>Takes the candidates of one source after the other and merges them; reused from list to list.</summary>
internal sealed class CandidateMerger<TUser, TItem>(
    ICandidateFilter<TUser, TItem>[] filters, CandidateMerge merge, IComparer<TItem> comparer) : CandidateSink<TItem>
    where TItem : notnull
{
    private const double RankOffset = 60;
    private readonly Dictionary<TItem, int> _places = [];
    private Merged[] _merged = new Merged[16];
    private Comparison<Merged>? _comparison;
    private RecommendationRequest<TUser, TItem> _request;
    private RecommendationSource _source;
    private CandidateRule? _rule;
    private int _mergedCount;
    private int _count;
    private int _sourceCount;
    private int _sourceIndex;
    private int _place;
    private bool _isFallback;

    public void Start(in RecommendationRequest<TUser, TItem> request, int sourceCount, bool isFallback)
    {
        (_request, _count, _sourceCount, _isFallback) = (request, request.Count, sourceCount, isFallback);
        _places.Clear();
        _mergedCount = 0;
        _sourceIndex = -1;
    }

    /// <summary>Turns to the next source; false when nothing is wanted from it.</summary>
    public bool Next(RecommendationSource source, CandidateRule rule)
    {
        (_source, _rule, _place) = (source, rule, 0);
        _sourceIndex++;
        var room = merge == CandidateMerge.Priority ? _count - _mergedCount : _count;
        Wanted = Math.Min(rule.Quota ?? room, room);
        return Wanted > 0;
    }

    public override bool Accepts(TItem item)
    {
        if (_places.TryGetValue(item, out var place))
        {
            return merge != CandidateMerge.Priority && _merged[place].LastSource != _sourceIndex;
        }

        if (item is null || (typeof(TItem) == typeof(Id) && EqualityComparer<TItem>.Default.Equals(item, default)))
        {
            return false;
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

    public override bool Add(TItem item, double value, string? detail = null)
    {
        if (Wanted <= 0 || !Accepts(item))
        {
            return Wanted > 0;
        }

        _place++;
        Wanted--;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, item, out var exists);
        if (!exists)
        {
            index = Append(item, new RecommendationReason(_source, value, detail, _isFallback));
        }

        ref var merged = ref _merged[index];
        merged.LastSource = _sourceIndex;
        merged.Score += merge == CandidateMerge.Priority
            ? _sourceCount - _sourceIndex - 1 + (1.0 / _place)
            : _rule!.Weight / (RankOffset + _place);
        return Wanted > 0;
    }

    public void Finish(List<Recommendation<TItem>> recommendations)
    {
        var merged = _merged.AsSpan(0, _mergedCount);
        if (merge != CandidateMerge.Priority)
        {
            merged.Sort(_comparison ??= Compare);
        }

        foreach (ref readonly var each in merged[..Math.Min(_count, merged.Length)])
        {
            recommendations.Add(new Recommendation<TItem>(each.Item, each.Score, each.Reason));
        }

        _merged.AsSpan(0, _mergedCount).Clear();
        _request = default;
    }

    private int Append(TItem item, RecommendationReason reason)
    {
        if (_mergedCount == _merged.Length)
        {
            Array.Resize(ref _merged, _mergedCount * 2);
        }

        _merged[_mergedCount] = new Merged { Item = item, Reason = reason, FirstSource = _sourceIndex };
        return _mergedCount++;
    }

    private int Compare(Merged x, Merged y)
    {
        var byScore = y.Score.CompareTo(x.Score);
        if (byScore != 0)
        {
            return byScore;
        }

        var bySource = x.FirstSource.CompareTo(y.FirstSource);
        return bySource != 0 ? bySource : comparer.Compare(x.Item, y.Item);
    }

    private struct Merged
    {
        public TItem Item;
        public RecommendationReason Reason;
        public double Score;
        public int FirstSource;
        public int LastSource;
    }
}
