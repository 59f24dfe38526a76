namespace RxRecs.Recommenders;

/// <summary>
/// Session-kNN and sequential rules in one: every pair of a shared item and another item of a neighboring session votes
/// for the other, by how far apart they lie and how alike the sessions are.
/// </summary>
/// <remarks>
/// <para>
/// For the last items u1..uL of a visit, each distinct one i with its last place p and w(i) = exp(-(L - p) /
/// QueryRange): neighbors are the newest so many sessions of each i but the asking one; the similarity of n is the sum of
/// w(i) / (sessions of i + 20)^SharedItemPower over the shared i, divided by the number of distinct items and by
/// |n|^LengthPower, times exp(-age / SessionRange). Each place a of n with a shared item i and each place q with an item
/// j adds similarity * w(i) * g(q - a) to j. Last, scores are weighted by the rarity of j and by where j is in the visit.
/// </para>
/// <para>
/// Cost: one step per posting of each of the items, then one per place of each neighbor and one per pair of a shared
/// item and a place. No power and no exponential is computed in these loops. Sums are in the order of the postings, newest
/// first, so that a score does not depend on how the state came about.
/// </para>
/// </remarks>
internal sealed class PairKernel(PairKernelOptions options, int lastItems, SessionIndexLimits limits) : INextItemKernel
{
    private readonly PairKernelTables _tables = new(options, lastItems, limits.MaxLength);
    private readonly double[] _votes = new double[limits.MaxLength];

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public void Run<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        query.BeginRun();
        FindNeighbors(index, query);
        foreach (var posting in query.Neighbors.AsSpan(0, query.NeighborCount))
        {
            Vote(index, query, posting);
        }

        var sessions = Math.Log(index.SessionCount - (query.HasOwn ? 1 : 0) + 1d);
        foreach (var item in query.Scored)
        {
            query.Items[item].Score *= Factor(index, query, item, sessions);
        }
    }

    /// <inheritdoc/>
    public void Explain<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, List<ScorePart> parts)
        where TItem : notnull
    {
        var factor = Factor(
            index, query, item, Math.Log(index.SessionCount - (query.HasOwn ? 1 : 0) + 1d));
        foreach (var posting in query.Neighbors.AsSpan(0, query.NeighborCount))
        {
            var number = index.NumberOf(posting);
            var slot = index.SlotOf(number);
            var items = index.Head(slot);
            var similarity = Similarity(query, slot, number, items.Length);
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

    private void FindNeighbors<TItem>(SessionIndex<TItem> index, VisitQuery query)
        where TItem : notnull
    {
        query.ReserveNeighbors(query.KnownCount * limits.PostingsPerItem);
        foreach (var item in query.Distinct)
        {
            var weight = _tables.QueryWeights[query.PlaceCount - query.Items[item].Place]
                / _tables.SharedPower(query.SessionsOf(index, item));
            index.Postings.Read(item, out var older, out var newer);
            var left = Collect(index, query, newer, weight, limits.PostingsPerItem);
            Collect(index, query, older, weight, left);
        }
    }

    /// <summary>Goes through postings, newest first, and tells how many more may be looked at.</summary>
    private static int Collect<TItem>(
        SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<int> postings, double weight, int left)
        where TItem : notnull
    {
        var sessions = query.Sessions;
        var neighbors = query.Neighbors;
        var (mark, mask, own) = (query.FindMark, index.SessionSlots - 1, (int)query.Own);
        var hasOwn = query.HasOwn;
        var count = query.NeighborCount;
        for (var i = postings.Length - 1; i >= 0 && left > 0; i--)
        {
            var posting = postings[i];
            if (hasOwn && posting == own)
            {
                continue;
            }

            left--;
            ref var entry = ref sessions[posting & mask];
            if (entry.Mark == mark)
            {
                entry.Similarity += weight;
            }
            else
            {
                (entry.Mark, entry.Similarity) = (mark, weight);
                neighbors[count++] = posting;
            }
        }

        query.NeighborCount = count;
        return left;
    }

    private double Similarity(VisitQuery query, int slot, long number, int length) =>
        query.Sessions[slot].Similarity / query.DistinctCount / _tables.LengthPower[length]
        * _tables.AgeWeight(query.Now - number);

    private void Vote<TItem>(SessionIndex<TItem> index, VisitQuery query, int posting)
        where TItem : notnull
    {
        var number = index.NumberOf(posting);
        var slot = index.SlotOf(number);
        var items = index.Head(slot);
        var similarity = Similarity(query, slot, number, items.Length);
        var votes = _votes.AsSpan(0, items.Length);
        votes.Clear();
        var entries = query.Items;
        for (var shared = 0; shared < items.Length; shared++)
        {
            ref readonly var entry = ref entries[items[shared]];
            if (entry.VisitMark == query.VisitMark)
            {
                var lag = query.PlaceCount - entry.Place;
                AddVotes(votes, _tables.PairWeights(lag, shared, items.Length), _tables.QueryWeights[lag] * similarity);
            }
        }

        for (var place = 0; place < items.Length; place++)
        {
            if (votes[place] > 0)
            {
                query.AddScore(items[place], votes[place]);
            }
        }
    }

    private static void AddVotes(Span<double> votes, ReadOnlySpan<double> weights, double weight)
    {
        for (var place = 0; place < votes.Length && place < weights.Length; place++)
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

    private double Factor<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, double sessions)
        where TItem : notnull
    {
        var factor = _tables.RecommendedFactor(query.SessionsOf(index, item), sessions);
        if (query.Items[item].VisitMark != query.VisitMark)
        {
            return factor;
        }

        factor *= options.VisitedItemWeight;
        if (query.Items[item].Place == query.PlaceCount)
        {
            factor *= options.CurrentItemWeight;
            factor *= query.PlaceCount == 1 ? options.SingleItemWeight
                : query.Places[^2] == item ? options.RepeatedItemWeight : 1;
        }

        return factor;
    }
}
