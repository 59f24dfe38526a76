namespace RxRecs.Recommenders;

/// <summary>
/// Session-kNN: the items of the sessions most like the visit, each counted by how alike its session is. One formula
/// that V-SKNN, VMIS-kNN, STAN and VSTAN are settings of.
/// </summary>
/// <remarks>
/// <para>
/// Of the sessions that share an item with the visit, the newest m are compared; the similarity of n is the sum of w(i)
/// over the shared items (ByPostings: over the postings that were read), by the number of the visit's distinct items or
/// as a cosine, times exp(-age / SessionRange); the nearest k are kept. Each distinct item j of n gets
/// similarity * g(step) * exp(-|distance| / DistanceRange), step being that of the newest shared item, distance from
/// the last shared place of n; last, scores are weighted by rarity.
/// </para>
/// <para>
/// Cost: one step per posting that is read, at most m times the visit's items, one look per session and item of the
/// visit unless ByPostings, and one step per place of each of the k. Items of the visit that are in no session are left
/// out of the cosine's length of the visit, which scales all alike.
/// </para>
/// </remarks>
internal sealed class SessionKnnKernel : INextItemKernel
{
    // Sums of a hundred weights that are multiples of this part of 1 are exact, in whatever order.
    private const double WeightUnits = 1L << 46;
    private readonly SessionKnnOptions _options;
    private readonly NewestSessions _sessions;
    private readonly double[] _weights;
    private readonly bool[] _shared;
    private readonly double[] _distances;
    private readonly int[] _counts = new int[SessionHead.Batch];
    private int _neighbors;
    private double _norm;

    public SessionKnnKernel(SessionKnnOptions options, int lastItems, SessionIndexLimits limits)
    {
        _options = options;
        _sessions = new NewestSessions(lastItems, options.Sessions);
        _weights = new double[lastItems];
        _shared = new bool[lastItems];
        _distances = new double[limits.MaxLength];
        for (var distance = 0; distance < _distances.Length; distance++)
        {
            _distances[distance] = options.DistanceRange > 0 ? Math.Exp(-distance / options.DistanceRange) : 1;
        }
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        query.Scores.Begin();
        WeighVisit(query);
        FindNeighbors(index, query);
        foreach (ref readonly var session in _sessions.Found[.._neighbors])
        {
            Vote(query, index.Head(session.Head), session.Similarity);
        }
    }

    /// <inheritdoc/>
    public double GreatestFactor<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull => Math.Max(1, Rarity(0, LogOfSessions(index, query)));

    /// <inheritdoc/>
    public void Weigh<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<int> items, Span<double> sums)
        where TItem : notnull
    {
        if (_options.RarityWeight == 0)
        {
            return;
        }

        var sessions = LogOfSessions(index, query);
        for (var first = 0; first < items.Length; first += _counts.Length)
        {
            var some = items.Slice(first, Math.Min(_counts.Length, items.Length - first));
            query.SessionsOf(index, some, _counts);
            for (var i = 0; i < some.Length; i++)
            {
                sums[first + i] *= Rarity(_counts[i], sessions);
            }
        }
    }

    /// <inheritdoc/>
    public void Explain<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> parts)
        where TItem : notnull
    {
        if (IsLeftOut(query, item))
        {
            return;
        }

        var rarity = Rarity(query.SessionsOf(index, item), LogOfSessions(index, query));
        foreach (ref readonly var session in _sessions.Found[.._neighbors])
        {
            var items = index.Head(session.Head);
            var place = items.LastIndexOf(item);
            if (place < 0)
            {
                continue;
            }

            var (step, anchor) = LastMatch(query, items);
            var value = session.Similarity * WeightOfStep(step) * _distances[Math.Abs(place - anchor)] * rarity;
            var shared = _options.ByPostings ? session.Similarity * _norm : SharedWeight(query, items);
            for (var i = 0; i < query.KnownCount && value > 0; i++)
            {
                if (_weights[i] > 0 && IsShared(index, query, query.Distinct[i], in session))
                {
                    parts.Add(new(session.Number, query.Distinct[i], value * _weights[i] / shared));
                }
            }
        }
    }

    private static double LogOfSessions<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull => Math.Log(index.SessionCount - (query.HasOwn ? 1 : 0) + 1d);

    /// <summary>
    /// Gives the step of the newest shared item, and the last place of a session that has a shared one.
    /// </summary>
    private static (int Step, int Anchor) LastMatch(VisitQuery query, ReadOnlySpan<int> items)
    {
        var (newest, anchor) = (0, -1);
        for (var place = items.Length - 1; place >= 0; place--)
        {
            if (query.IsVisited(items[place]))
            {
                newest = Math.Max(newest, query.Items[items[place]].Place);
                anchor = anchor < 0 ? place : anchor;
            }
        }

        return (query.PlaceCount - newest + 1, anchor);
    }

    private bool IsShared<TItem>(
        SessionIndex<TItem> index, VisitQuery query, int item, ref readonly NewestSessions.Session session)
        where TItem : notnull => _options.ByPostings
            ? _sessions.HasRead(index, query, item, session.Number)
            : index.Head(session.Head).Contains(item);

    private void WeighVisit(VisitQuery query)
    {
        var squares = 0d;
        for (var i = 0; i < query.KnownCount; i++)
        {
            _weights[i] = WeightOfPlace(query.Items[query.Distinct[i]].Place, query.PlaceCount);
            _weights[i] = _options.ByPostings ? Math.Round(_weights[i] * WeightUnits) / WeightUnits : _weights[i];
            squares += _weights[i] * _weights[i];
        }

        _norm = _options.Cosine ? Math.Sqrt(squares) : query.DistinctCount;
    }

    private double WeightOfPlace(int place, int length) => _options.VisitWeight switch
    {
        PositionWeight.Inverse => (double)place / length,
        PositionWeight.Linear => Math.Max(0, 1 - (.1 * (length - place))),
        PositionWeight.Logarithmic => 1 / Math.Log10(length - place + 1.7),
        PositionWeight.Quadratic => (double)place / length * place / length,
        PositionWeight.Exponential => Math.Exp((place - length) / _options.VisitRange),
        _ => 1,
    };

    private double WeightOfStep(int step) => _options.MatchWeight switch
    {
        PositionWeight.Inverse => 1d / step,
        PositionWeight.Linear => Math.Max(0, 1 - (.1 * step)),
        PositionWeight.Logarithmic => 1 / Math.Log10(step + 1.7),
        PositionWeight.Quadratic => 1d / ((double)step * step),
        PositionWeight.Exponential => Math.Exp((1 - step) / _options.MatchRange),
        _ => 1,
    };

    private void FindNeighbors<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        if (!_options.ByPostings)
        {
            _sessions.Find(index, query, _weights);
            Compare(index, query);
            _neighbors = NearestSessions.Select(_sessions.Found, _options.Neighbors).Length;
            return;
        }

        _sessions.FindNearest(index, query, _weights, _options.Neighbors);
        _neighbors = _sessions.Found.Length;
        foreach (ref var session in _sessions.Found)
        {
            session.Similarity /= _norm;
        }
    }

    private void Compare<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        var now = query.HasOwn ? index.LastOf(index.SlotOf(query.Own)) : long.MinValue;
        foreach (ref readonly var session in _sessions.Found)
        {
            now = Math.Max(now, session.Last);
        }

        foreach (ref var session in _sessions.Found)
        {
            var items = index.Head(session.Head);
            session.Similarity = SharedWeight(query, items) / _norm
                / (_options.Cosine ? Math.Sqrt(CountDistinct(items)) : 1)
                * (_options.SessionRange > TimeSpan.Zero
                    ? Math.Exp(-(double)(now - session.Last) / _options.SessionRange.Ticks)
                    : 1);
        }
    }

    /// <summary>Adds up in the order of the visit, so that sessions that share the same are equally near.</summary>
    private double SharedWeight(VisitQuery query, ReadOnlySpan<int> items)
    {
        var (first, last) = (query.KnownCount, -1);
        foreach (var item in items)
        {
            if (query.IsVisited(item))
            {
                var order = query.Items[item].Order;
                _shared[order] = true;
                (first, last) = (Math.Min(first, order), Math.Max(last, order));
            }
        }

        var sum = 0d;
        for (var i = first; i <= last; i++)
        {
            sum += _shared[i] ? _weights[i] : 0;
            _shared[i] = false;
        }

        return sum;
    }

    private static int CountDistinct(ReadOnlySpan<int> items)
    {
        var count = 0;
        for (var place = 0; place < items.Length; place++)
        {
            count += IsLast(items, place) ? 1 : 0;
        }

        return count;
    }

    private void Vote(VisitQuery query, ReadOnlySpan<int> items, double similarity)
    {
        var (step, anchor) = LastMatch(query, items);
        var value = similarity * WeightOfStep(step);
        if (!(value > 0))
        {
            return;
        }

        var votes = query.Scores.Add(items);
        for (var place = 0; place < items.Length; place++)
        {
            votes[place] = IsLast(items, place) && !IsLeftOut(query, items[place])
                ? value * _distances[Math.Abs(place - anchor)]
                : 0;
        }
    }

    /// <summary>Tells whether an item does not come again: sessions are short, so that to look is quickest.</summary>
    private static bool IsLast(ReadOnlySpan<int> items, int place) => !items[(place + 1)..].Contains(items[place]);

    private bool IsLeftOut(VisitQuery query, int item) => !_options.RecommendVisited && query.IsVisited(item);

    private double Rarity(int count, double sessions)
    {
        if (_options.RarityWeight == 0)
        {
            return 1;
        }

        var rarity = _options.RarityWeight * (sessions - Logarithms.LogOnePlus(count));
        return !_options.RarityAlone ? 1 + rarity : rarity > 0 ? rarity : 1;
    }
}
