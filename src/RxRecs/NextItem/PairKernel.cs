namespace RxRecs.Recommenders;

/// <summary>
/// Session-kNN and sequential rules in one: every pair of a shared item and another item of a neighboring session votes
/// for the other, by how far apart they lie and how alike the sessions are.
/// </summary>
/// <remarks>
/// <para>
/// For the last items u1..uL of a visit, each distinct one i with its last place p and w(i) = exp(-(L - p) /
/// QueryRange): neighbors are the newest so many sessions of each i but the asking one; the similarity of n is the sum
/// of w(i) / (sessions of i + 20)^SharedItemPower over the shared i, divided by the number of distinct items and by
/// |n|^LengthPower, times exp(-age / SessionRange). Each place a of n with a shared item i and each place q with an
/// item j adds similarity * w(i) * g(q - a) to j. Last, scores are weighted by the rarity of j and by where j is in the
/// visit.
/// </para>
/// <para>
/// Cost: one step per posting of each of the items, then one per place of each neighbor and one per pair of a shared
/// item and a place. No power and no exponential is computed in these loops. Sums are in the order of the postings,
/// newest first, so that a score does not depend on how the state came about.
/// </para>
/// </remarks>
internal sealed class PairKernel(PairKernelOptions options, int lastItems, SessionIndexLimits limits) : INextItemKernel
{
    private readonly PairKernelTables _tables = new(options, lastItems, limits.MaxLength);
    private readonly SessionHead[] _heads = new SessionHead[2 * SessionHead.Batch];
    private readonly SumTable _neighbors = new();
    private readonly int[] _some = new int[SessionHead.Batch];
    private readonly double[] _someWeights = new double[SessionHead.Batch];
    private readonly int[] _counts = new int[SessionHead.Batch];

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        FindNeighbors(index, query);
        query.Scores.Begin();
        var postings = _neighbors.Keys;
        Approach(index, 0);
        for (var i = 0; i < postings.Length; i++)
        {
            if (i % SessionHead.Batch == 0)
            {
                Approach(index, i + SessionHead.Batch);
            }

            var items = index.Head(_heads[i % _heads.Length]);
            Vote(query, items, Similarity(query, i, index.NumberOf(postings[i]), items.Length));
        }
    }

    /// <inheritdoc/>
    public double GreatestFactor<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        var sessions = LogOfSessions(index, query);
        var greatest = _tables.RecommendedFactor(0, sessions);
        foreach (var item in query.Distinct)
        {
            greatest = Math.Max(greatest, Factor(query, item, 0, sessions));
        }

        return greatest;
    }

    /// <inheritdoc/>
    public void Weigh<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<int> items, Span<double> sums)
        where TItem : notnull
    {
        var sessions = LogOfSessions(index, query);
        for (var first = 0; first < items.Length; first += _counts.Length)
        {
            var some = items.Slice(first, Math.Min(_counts.Length, items.Length - first));
            query.SessionsOf(index, some, _counts);
            for (var i = 0; i < some.Length; i++)
            {
                sums[first + i] *= Factor(query, some[i], _counts[i], sessions);
            }
        }
    }

    /// <inheritdoc/>
    public void Explain<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> parts)
        where TItem : notnull
    {
        var factor = Factor(query, item, query.SessionsOf(index, item), LogOfSessions(index, query));
        for (var place = 0; place < _neighbors.Count; place++)
        {
            var number = index.NumberOf(_neighbors.Keys[place]);
            var items = index.Head(index.SlotOf(number));
            var similarity = Similarity(query, place, number, items.Length);
            foreach (var matched in query.Distinct)
            {
                var value = similarity * VotesOf(query, items, matched, item) * factor;
                if (value > 0)
                {
                    parts.Add(new(number, matched, value));
                }
            }
        }
    }

    private static double LogOfSessions<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull => Math.Log(index.SessionCount - (query.HasOwn ? 1 : 0) + 1d);

    private void FindNeighbors<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        _neighbors.Begin(query.CountPostings(index));
        foreach (var item in query.Distinct)
        {
            var weight = _tables.QueryWeights[query.PlaceCount - query.Items[item].Place]
                / _tables.SharedPower(query.SessionsOf(index, item)) / query.DistinctCount;
            _someWeights.AsSpan().Fill(weight);
            index.Postings.Read(item, out var older, out var newer);
            var left = Collect(query, newer, limits.PostingsPerItem);
            Collect(query, older, left);
        }
    }

    /// <summary>Goes through postings, newest first, and tells how many more may be looked at.</summary>
    private int Collect(VisitQuery query, ReadOnlySpan<Posting> postings, int left)
    {
        var end = postings.Length;
        while (end > 0 && left > 0)
        {
            var count = 0;
            for (; count < SessionHead.Batch && count < left && end > 0; end--)
            {
                _some[count] = postings[end - 1].Session;
                count += query.HasOwn && _some[count] == (int)query.Own ? 0 : 1;
            }

            _neighbors.Add(_some.AsSpan(0, count), _someWeights);
            left -= count;
        }

        return left;
    }

    /// <summary>
    /// Finds where the items of some neighbors lie, and asks for their memory and for what tells this of the next ones:
    /// while some vote, others are on their way.
    /// </summary>
    private void Approach<TItem>(SessionIndex<TItem> index, int first)
        where TItem : notnull
    {
        var left = _neighbors.Keys[Math.Min(first, _neighbors.Count)..];
        var some = left[..Math.Min(SessionHead.Batch, left.Length)];
        index.FindHeads(some, _heads.AsSpan(first % _heads.Length));
        left = left[some.Length..];
        index.Expect(left[..Math.Min(SessionHead.Batch, left.Length)]);
    }

    private double Similarity(VisitQuery query, int neighbor, long number, int length) =>
        _neighbors.Sums[neighbor] * _tables.LengthWeights[length] * _tables.AgeWeight(query.Now - number);

    private void Vote(VisitQuery query, ReadOnlySpan<int> items, double similarity)
    {
        Span<double> votes = default;
        for (var shared = 0; shared < items.Length; shared++)
        {
            if (query.IsVisited(items[shared]))
            {
                var isFirst = votes.IsEmpty;
                votes = isFirst ? query.Scores.Add(items) : votes;
                var lag = query.PlaceCount - query.Items[items[shared]].Place;
                var weights = _tables.PairWeights(lag, shared, items.Length);
                SetOrAdd(votes, weights, _tables.QueryWeights[lag] * similarity, isFirst);
            }
        }
    }

    private static void SetOrAdd(Span<double> votes, ReadOnlySpan<double> weights, double weight, bool isFirst)
    {
        weights = weights[..votes.Length];
        if (isFirst)
        {
            for (var place = 0; place < votes.Length; place++)
            {
                votes[place] = weight * weights[place];
            }

            return;
        }

        for (var place = 0; place < votes.Length; place++)
        {
            votes[place] += weight * weights[place];
        }
    }

    /// <summary>Gives what all places of a shared item give to all places of another, without the similarity.</summary>
    private double VotesOf(VisitQuery query, ReadOnlySpan<int> items, int matched, int item)
    {
        var lag = query.PlaceCount - query.Items[matched].Place;
        var sum = 0d;
        for (var shared = 0; shared < items.Length; shared++)
        {
            if (items[shared] != matched)
            {
                continue;
            }

            var weights = _tables.PairWeights(lag, shared, items.Length);
            for (var place = 0; place < items.Length; place++)
            {
                sum += items[place] == item ? weights[place] : 0;
            }
        }

        return sum * _tables.QueryWeights[lag];
    }

    private double Factor(VisitQuery query, int item, int count, double sessions)
    {
        var factor = _tables.RecommendedFactor(count, sessions);
        if (!query.IsVisited(item))
        {
            return factor;
        }

        factor *= options.VisitedItemWeight;
        if (query.Items[item].Place == query.PlaceCount)
        {
            factor *= options.CurrentItemWeight;
            return factor * (query.PlaceCount == 1 ? options.SingleItemWeight
                : query.Places[^2] == item ? options.RepeatedItemWeight : 1);
        }

        factor *= query.Previous == item ? options.PreviousItemWeight : 1;
        return options.RevisitedItemPower == 0 ? factor
            : factor * Math.Pow(query.Places.Count(item), -options.RevisitedItemPower);
    }
}
