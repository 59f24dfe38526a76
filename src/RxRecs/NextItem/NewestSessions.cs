namespace RxRecs.Recommenders;

/// <summary>
/// Finds the newest so many sessions that share an item with a visit: reading of the postings stops at the last session
/// that is wanted. How new a session is, its newest shared posting says, which never changes while the session goes on;
/// equal ones are in order of their numbers.
/// </summary>
/// <param name="lastItems">The maximum number of items of a visit that count.</param>
/// <param name="limit">The number of sessions that are wanted.</param>
internal sealed class NewestSessions(int lastItems, int limit)
{
    private readonly NewestPostings _postings = new(lastItems);
    private readonly SessionHead[] _heads = new SessionHead[SessionHead.Batch];
    private readonly int[] _some = new int[Math.Max(SessionHead.Batch, lastItems)];
    private readonly double[] _someWeights = new double[Math.Max(SessionHead.Batch, lastItems)];
    private readonly SumTable _known = new();
    private readonly GreatestSums _greatest = new();
    private Session[] _found = [];
    private int _count;

    /// <summary>Gives what was found.</summary>
    public Span<Session> Found => _found.AsSpan(0, _count);

    /// <summary>Finds the sessions, without the asking one, the newest first.</summary>
    public void Find<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<double> weights)
        where TItem : notnull
    {
        Read(index, query, weights);
        Fill(index, _known.Keys);
    }

    /// <summary>
    /// Finds the nearest of the sessions, the newest first. The similarity is the sum of the weights of the postings
    /// that were read; of equal sessions the newer are taken. No other session is looked at.
    /// </summary>
    /// <param name="index">The sessions.</param>
    /// <param name="query">The visit.</param>
    /// <param name="weights">
    /// The weight of each distinct item of the visit, so rounded that sums do not depend on the order.
    /// </param>
    /// <param name="neighbors">The maximum number of sessions.</param>
    public void FindNearest<TItem>(
        SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<double> weights, int neighbors)
        where TItem : notnull
    {
        Read(index, query, weights);
        _greatest.Find(_known.Keys, _known.Sums, neighbors);
        Fill(index, _greatest.Keys);
        for (var i = 0; i < _count; i++)
        {
            _found[i].Similarity = _greatest.Sums[i];
        }
    }

    /// <summary>Tells whether a posting of an item was read for a session that was found.</summary>
    public bool HasRead<TItem>(SessionIndex<TItem> index, VisitQuery query, int item, long number)
        where TItem : notnull => _postings.HasRead(index, query, item, number);

    private void Read<TItem>(SessionIndex<TItem> index, VisitQuery query, ReadOnlySpan<double> weights)
        where TItem : notnull
    {
        _known.Begin(Math.Min(limit, query.CountPostings(index)));
        _postings.Begin(index, query, weights);
        while (_postings.HasMore && _known.Count < limit)
        {
            var some = _some.AsSpan(0, Math.Min(SessionHead.Batch, limit - _known.Count));
            _known.Add(some[.._postings.Read(index, query, some, _someWeights)], _someWeights);
        }

        _known.Add(_some.AsSpan(0, _postings.ReadEqual(_some, _someWeights)), _someWeights);
    }

    private void Fill<TItem>(SessionIndex<TItem> index, ReadOnlySpan<int> postings)
        where TItem : notnull
    {
        _count = postings.Length;
        if (_found.Length < _count)
        {
            _found = new Session[Math.Min(limit, Math.Max(_count, _found.Length * 2))];
        }

        for (var first = 0; first < _count; first += SessionHead.Batch)
        {
            var some = postings.Slice(first, Math.Min(SessionHead.Batch, _count - first));
            index.FindHeads(some, _heads);
            for (var i = 0; i < some.Length; i++)
            {
                var number = index.NumberOf(some[i]);
                _found[first + i] = new()
                {
                    Number = number,
                    Last = index.LastOf(index.SlotOf(number)),
                    Head = _heads[i],
                };
            }
        }
    }

    /// <summary>A session that was found.</summary>
    internal struct Session
    {
        public long Number;

        /// <summary>Gives the time of its last event, in ticks of UTC.</summary>
        public long Last;
        public double Similarity;

        /// <summary>Says where its items lie.</summary>
        public SessionHead Head;
    }
}
