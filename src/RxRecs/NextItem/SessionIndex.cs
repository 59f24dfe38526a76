using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The sessions so far, with the items of each in order, and the newest sessions of each item: what the next item is
/// found from. Every event counts at once.
/// </summary>
/// <remarks>
/// <para>
/// Sessions have rising numbers, and the oldest goes first, so that a number is its slot: those that are kept lie in
/// one circle. A posting, the low half of a number, is of the time at which its session first touched the item;
/// postings are in order of time, then number. An event that comes late is put in its place, in its session as in the
/// ring of its item, so that the state is that of the events in order; but a session that is full takes it as its
/// newest, and a posting that a full ring has dropped does not come back if one that dropped it turns out to be older.
/// </para>
/// <para>
/// A session that goes, because there are too many or because it is to be forgotten, leaves nothing behind: neither
/// posting nor count nor item. Cost of an event: a look-up of the item, a search through its session (vectorized), and
/// an append. No object is kept per session or item; nothing is allocated but chunks, as the index grows.
/// </para>
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed partial class SessionIndex<TItem>
    where TItem : notnull
{
    private const int None = -1;
    private readonly SessionIndexLimits _limits;
    private readonly BlockPool<int> _places;
    private readonly PostingRings _postings;
    private readonly int _fullLength;
    private KeyTable<TItem> _items = new(null);
    private int[] _sessionCounts = [];
    private Session[] _sessions = new Session[4];

    public SessionIndex(SessionIndexLimits limits)
    {
        _limits = limits;
        _fullLength = limits.MaxLength + limits.TailLength;
        _places = new BlockPool<int>(_fullLength, width: 3);
        _postings = new PostingRings(limits.PostingsPerItem + 1);
    }

    /// <summary>The number of the oldest session that is kept.</summary>
    public long Floor { get; private set; }

    /// <summary>One more than the number of the newest session.</summary>
    public long Next { get; private set; }

    /// <summary>Tells how many sessions are kept, without those forgotten.</summary>
    public int SessionCount { get; private set; }

    /// <summary>Tells how many places of sessions are kept.</summary>
    public int EventCount { get; private set; }

    /// <summary>Tells how many sessions went because there were too many sessions, events or items.</summary>
    public long EvictedSessions { get; private set; }

    public int ItemCount => _items.Count;

    /// <summary>Every slot of an item is below.</summary>
    public int ItemSlots => _items.SlotsUsed;

    public SessionIndexLimits Limits => _limits;

    public PostingRings Postings => _postings;

    public int Find(TItem item) => _items.Find(item);

    public TItem ItemAt(int item) => _items[item];

    /// <summary>Tells how many sessions hold an item.</summary>
    public int SessionsOf(int item) => _sessionCounts[item];

    /// <summary>Tells of each item how many sessions hold it: the waits for memory of many overlap.</summary>
    public void SessionsOf(ReadOnlySpan<int> items, Span<int> counts)
    {
        counts = counts[..items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            counts[i] = _sessionCounts[items[i]];
        }
    }

    /// <summary>Tells when a session first touched an item, of the newest session that is known for it.</summary>
    public long NewestOf(int item) => _postings.NewestOf(item);

    /// <summary>The slot of a session that is kept.</summary>
    public int SlotOf(long number) => (int)number & (_sessions.Length - 1);

    /// <summary>Gives the session of a posting.</summary>
    public long NumberOf(int posting) => Floor + (uint)(posting - (int)Floor);

    public bool IsKept(long number) => number >= Floor && number < Next;

    /// <summary>All items of a session that is kept, oldest first.</summary>
    public ReadOnlySpan<int> Items(int slot) => ItemsOf(in _sessions[slot]);

    /// <summary>The items of a session that others are recommended from, oldest first.</summary>
    public ReadOnlySpan<int> Head(int slot) => HeadOf(in _sessions[slot]);

    /// <summary>Asks for the memory that <see cref="FindHeads"/> will need.</summary>
    public void Expect(ReadOnlySpan<int> postings)
    {
        var mask = _sessions.Length - 1;
        foreach (var posting in postings)
        {
            Prefetch.Of(in _sessions[posting & mask]);
        }
    }

    /// <summary>Finds the heads of the sessions of postings, and asks for the memory of their items.</summary>
    public void FindHeads(ReadOnlySpan<int> postings, Span<SessionHead> heads)
    {
        var mask = _sessions.Length - 1;
        for (var i = 0; i < postings.Length; i++)
        {
            ref readonly var session = ref _sessions[postings[i] & mask];
            heads[i] = new() { Offset = session.Offset, Count = Math.Min(session.Count, _limits.MaxLength) };
            var items = HeadOf(in session);
            Prefetch.Of(in items[0]);
            Prefetch.Of(in items[^1]);
        }
    }

    /// <summary>Tells when the last event of a session was.</summary>
    public long LastOf(int slot) => _sessions[slot].Last;

    /// <summary>Gives the items of a head that was found.</summary>
    public ReadOnlySpan<int> Head(SessionHead head) => _places.Elements(head.Offset, head.Count);

    /// <summary>Gives the times of all events of a session.</summary>
    public ReadOnlySpan<long> Times(int slot) => TimesOf(in _sessions[slot]);

    /// <summary>
    /// Makes room for an event with an item: sessions go, the oldest first, until there is. Before it is decided which
    /// session the event belongs to, since that may be one that goes.
    /// </summary>
    public void MakeRoom(TItem item)
    {
        while (EventCount >= _limits.MaxEvents)
        {
            EvictOldest();
        }

        while (_items.Count >= _limits.MaxItems && _items.Find(item) == None)
        {
            EvictOldest();
        }

        // While the visit is looked up, what is known of the item is on its way.
        Expect(item);
    }

    /// <summary>Asks for the memory of what is known of an item.</summary>
    /// <returns>The slot of the item, or -1.</returns>
    public int Expect(TItem item)
    {
        var slot = _items.Find(item);
        if (slot != None)
        {
            _postings.Expect(slot);
            Prefetch.Of(in _sessionCounts[slot]);
        }

        return slot;
    }

    /// <summary>Asks for the memory that a posting of an item, if it is known, will be written to.</summary>
    public void ExpectPosting(int item)
    {
        if (item != None)
        {
            _postings.ExpectAppend(item);
        }
    }

    /// <summary>Adds an event to a session, which begins where it is new; <see cref="MakeRoom"/> comes first.</summary>
    /// <param name="number">The session's number, at least <see cref="Floor"/>.</param>
    /// <param name="item">The item.</param>
    /// <param name="ticks">The event time, in ticks of UTC.</param>
    public void Add(long number, TItem item, long ticks)
    {
        while (Next <= number)
        {
            Begin();
        }

        ref var session = ref _sessions[SlotOf(number)];
        if (session.Count == _fullLength)
        {
            DropOldestTailItem(ref session);
        }

        // After the drop, which may have been of the item's last place.
        var slot = _items.Find(item);
        if (slot == None)
        {
            slot = AddItem(item);
        }

        _postings.ExpectAppend(slot);
        var place = PlaceFor(in session, ticks);
        if (!_limits.KeepRepeats && IsRepeat(in session, place, slot))
        {
            return;
        }

        var earlier = HeadOf(in session).IndexOf(slot);
        var earlierTime = earlier < 0 ? 0 : TimesOf(in session)[earlier];
        InsertPlace(ref session, place, slot, ticks);
        _postings.AddPlace(slot);
        EventCount++;
        SessionCount += session.Count == 1 ? 1 : 0;
        if (place >= _limits.MaxLength)
        {
            return;
        }

        if (earlier < 0)
        {
            _sessionCounts[slot]++;
            AddPosting(slot, new() { Session = (int)number, Time = ticks });
        }
        else if (place <= earlier)
        {
            _postings.Remove(slot, new() { Session = (int)number, Time = earlierTime });
            AddPosting(slot, new() { Session = (int)number, Time = ticks });
        }
    }

    /// <summary>Forgets a session, with all that it counts for; its number stays given out.</summary>
    public void Forget(long number)
    {
        if (!IsKept(number))
        {
            return;
        }

        ref var session = ref _sessions[SlotOf(number)];
        if (session.Count == 0)
        {
            return;
        }

        var items = ItemsOf(in session);
        var times = TimesOf(in session);
        for (var place = 0; place < items.Length; place++)
        {
            var item = items[place];
            if (place < _limits.MaxLength && !items[..place].Contains(item))
            {
                _sessionCounts[item]--;
                _postings.Remove(item, new() { Session = (int)number, Time = times[place] });
            }
        }

        foreach (var item in items)
        {
            ReleasePlace(item);
        }

        _places.GiveBack(session.Offset, SizeClassOf(in session));
        session = default;
        SessionCount--;
    }

    private void Begin()
    {
        while (Next - Floor >= _limits.MaxSessions)
        {
            EvictOldest();
        }

        if (Next - Floor == _sessions.Length)
        {
            var grown = new Session[_sessions.Length * 2];
            for (var number = Floor; number < Next; number++)
            {
                grown[(int)number & (grown.Length - 1)] = _sessions[SlotOf(number)];
            }

            _sessions = grown;
        }

        _sessions[SlotOf(Next)] = default;
        Next++;
    }

    private void EvictOldest()
    {
        Forget(Floor);
        Floor++;
        EvictedSessions++;
        SetAsideEvents.Add(nameof(RecsObservable.NextItems), SetAsideEvents.Evicted);
    }

    private int AddItem(TItem item)
    {
        var slot = _items.Add(item);
        if (slot >= _sessionCounts.Length)
        {
            Array.Resize(ref _sessionCounts, Math.Max(4, slot * 2));
        }

        _sessionCounts[slot] = 0;
        _postings.Begin(slot);
        return slot;
    }

    private void AddPosting(int item, Posting posting)
    {
        if (posting.Time > _postings.NewestOf(item))
        {
            _postings.Append(item, posting);
            return;
        }

        var place = _postings.Count(item);
        while (place > 0 && IsBefore(posting, _postings.At(item, place - 1)))
        {
            place--;
        }

        _postings.Insert(item, place, posting);
    }

    private bool IsBefore(Posting x, Posting y) =>
        x.Time < y.Time || (x.Time == y.Time && NumberOf(x.Session) < NumberOf(y.Session));

    private struct Session
    {
        public int Offset;
        public int Count;

        /// <summary>Gives the time of the last event.</summary>
        public long Last;
    }
}
