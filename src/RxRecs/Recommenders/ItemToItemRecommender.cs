using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Counts pairs of items as visits go on, and recommends what goes with the last items of a visit.</summary>
internal sealed class ItemToItemRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ShopSelectors<TEvent, TUser, TItem> _selectors;
    private readonly ItemToItemOptions _options;
    private readonly VisitItems<TUser, TItem> _visits;
    private readonly VisitLists<TItem> _targets;
    private readonly ItemCounts<TItem> _counts;
    private readonly GradedVisits<TItem>? _graded;
    private readonly SampledPairs<TItem>? _sampled;
    private readonly ItemToItemQuery<TItem> _query;
    private long _first = -1;

    public ItemToItemRecommender(
        ShopSelectors<TEvent, TUser, TItem> selectors, ItemToItemOptions options, IComparer<TItem> itemOrder)
    {
        (_selectors, _options) = (selectors, options);
        _visits = new(nameof(ItemToItem), options.Sessions);
        _targets = new(options.Sessions.MaxOpen, options.Sessions.MaxLength);
        _counts = new(nameof(ItemToItem), options);
        _graded = options.Graded is null ? null : new(options, _counts);
        _sampled = options.Sample is null ? null : new(options, _counts);
        _query = new(options, itemOrder);
    }

    public void Learn(TEvent value)
    {
        var kind = _selectors.CountedKind(value);
        var (isSource, isTarget) = (_options.IsSource(kind), _options.IsTarget(kind));
        if (!isSource && !isTarget)
        {
            return;
        }

        var (item, hasUser, ticks) = (
            ItemOf(value), _selectors.HasUser(value), _selectors.EventTime(value).UtcTicks);
        var number = _visits.Assign(
            hasUser ? _selectors.KnownUser(value) : default!, hasUser, _selectors.Session(value), ticks);
        if (number < 0 || (_options.Pairs != ItemPairs.Once && isSource && !_visits.GoesOn(number, item)))
        {
            return;
        }

        var visit = _visits.Of(number);
        _first = _first < 0 ? ticks : _first;
        var weight = _counts.Weigh(ticks) * _options.Rising.At(ticks, _first);
        if (visit.Count + _targets.LengthOf(number) == 0 && _sampled?.Knows(number) != true)
        {
            _counts.AddVisit(weight);
        }

        if (_sampled is not null)
        {
            LearnSampled(number, visit, item, (isSource, isTarget), ticks);
        }
        else if (_graded is not null)
        {
            _graded.Learn(number, visit, (item, kind, ticks), weight);
            AddToVisit(number, item);
        }
        else if (_options.IsCrossKind)
        {
            LearnCross(number, visit, item, (isSource, isTarget), weight, ticks);
        }
        else
        {
            LearnPairs(number, visit, item, weight, ticks);
        }

        _counts.EndEvent();
    }

    public void Recommend(in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        recommendations.Clear();
        _query.Run(_counts, _visits.Of(request), request.Count, request.Excluded);
        foreach (ref readonly var found in _query.Found)
        {
            var reason = new RecommendationReason(RecommendationSource.ItemToItem, found.Score) { Error = found.Error };
            recommendations.Add(new(found.Item, found.Score, reason));
        }
    }

    public RecommendationExplanation<TItem>? Explain(in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var parts = new List<ScoreContribution<TItem>>();
        foreach (var (matched, value) in _query.Explain(_counts, _visits.Of(request), item))
        {
            parts.Add(SoleContribution.Together(matched, value, _counts.WeightsOf(matched, item)));
        }

        return RecommendationExplanation<TItem>.Of(item, parts, request.Excluded);
    }

    public void ForgetUser(TUser user) => _visits.Forget(user);

    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _visits.Snapshot(writer);
        _targets.Snapshot(writer);
        _graded?.Snapshot(writer);
        _counts.Snapshot(writer);
        _sampled?.Snapshot(writer);
        if (_options.Rising.IsSinceFirst)
        {
            writer.WriteInt64(_first);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _visits.Restore(reader);
        _targets.Restore(reader);
        _graded?.Restore(reader, _visits);
        _counts.Restore(reader);
        _sampled?.Restore(reader);
        _first = _options.Rising.IsSinceFirst ? reader.ReadInt64() : _first;
    }

    private TItem ItemOf(TEvent value) => _selectors.Item(value) is { } item && !ItemValue.IsNone(item)
        ? item
        : throw new InvalidOperationException(
            "The selector Item returned no item (null, or Id.None); leave such events out with Where.");

    private void LearnSampled(
        long number, IReadOnlyList<TItem> visit, TItem item, (bool IsSource, bool IsTarget) side, long ticks)
    {
        var isNew = side.IsSource && !visit.Contains(item);
        _sampled!.Learn(number, item, side, ticks);
        if (isNew)
        {
            AddToVisit(number, item);
        }
    }

    private void LearnPairs(long number, IReadOnlyList<TItem> visit, TItem item, double weight, long ticks)
    {
        if (_options.Pairs == ItemPairs.Once && visit.Contains(item))
        {
            return;
        }

        _counts.AddSource(item, weight);
        for (var distance = 1; distance <= Math.Min(_options.Steps, visit.Count); distance++)
        {
            var other = visit[^distance];
            if (EqualityComparer<TItem>.Default.Equals(other, item) && !_options.SelfPairs)
            {
                continue;
            }

            var share = weight * _options.WeightAt(distance);
            _counts.AddPair(other, item, share, ticks);
            if (_options.Pairs != ItemPairs.Following)
            {
                _counts.AddPair(item, other, share, ticks);
            }
        }

        AddToVisit(number, item);
    }

    /// <summary>Pairs an item with those of the other kind before it, each two once.</summary>
    private void LearnCross(
        long number,
        IReadOnlyList<TItem> visit,
        TItem item,
        (bool IsSource, bool IsTarget) side,
        double weight,
        long ticks)
    {
        if (side.IsTarget && IsNewTarget(number, item))
        {
            _counts.AddTarget(item, weight);
            for (var distance = 1; distance <= Math.Min(_options.Steps, visit.Count); distance++)
            {
                if (_options.SelfPairs || !EqualityComparer<TItem>.Default.Equals(visit[^distance], item))
                {
                    _counts.AddPair(visit[^distance], item, weight * _options.WeightAt(distance), ticks);
                }
            }
        }

        if (side.IsSource && (_options.Pairs != ItemPairs.Once || !visit.Contains(item)))
        {
            _counts.AddSource(item, weight);
            AddToVisit(number, item);
        }
    }

    private bool IsNewTarget(long number, TItem item)
    {
        if (_options.Pairs == ItemPairs.Once && _targets.Of(number).Contains(item))
        {
            _targets.Touch(number);
            return false;
        }

        _targets.Add(number, item);
        while (_targets.TryRemoveOldest(out _))
        {
        }

        return true;
    }

    private void AddToVisit(long number, TItem item)
    {
        _visits.Add(number, item);
        while (_visits.TryRemoveOldest(out _))
        {
        }
    }
}
