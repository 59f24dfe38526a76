using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Tells which visit an event belongs to, and which visit a request is about.</summary>
/// <remarks>
/// <para>
/// A visit is open under its user, its name, or both; visits get rising numbers. Visits of one user are chained, the
/// one touched last first, and so are those of one name: a request by user alone, or by name alone, gets the first.
/// </para>
/// <para>
/// An event that is earlier than a visit's first by more than the gap gets a number of its own and leaves the visit
/// open. Visits are never merged. Cost: two look-ups an event, three where a visit begins. Bound:
/// <see cref="SessionOptions.MaxOpen"/> visits; the one touched the longest ago goes first.
/// </para>
/// </remarks>
/// <param name="operatorName">The operator that counts on the meter which visits had to leave.</param>
/// <param name="options">The rules by which events make one visit; null for the defaults.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
internal sealed class SessionTracker<TUser>(string operatorName, SessionOptions? options = null)
    where TUser : notnull
{
    /// <summary>Gives the number of no visit.</summary>
    public const long NoSession = -1;

    private const int None = -1;
    private readonly SessionOptions _options = options ?? new SessionOptions();
    private readonly RecencyList _recency = new();
    private readonly SlotChains _ofUser = new();
    private readonly SlotChains _ofName = new();
    private readonly KeyTable<TUser> _users = new(null);
    private readonly KeyTable<string> _names = new(StringComparer.Ordinal);
    private readonly KeyTable<long> _pairs = new(null);
    private Visit[] _visits = [];

    /// <summary>Tells how many visits are open.</summary>
    public int Open => _pairs.Count;

    /// <summary>The number that the next visit will have; how many have begun so far.</summary>
    public long Next { get; private set; }

    /// <summary>
    /// Gives the place, from 1, of the event assigned last among those of its visit; 0 where it has none.
    /// </summary>
    public long Position { get; private set; }

    /// <summary>Tells how many visits were taken to be over because there were too many.</summary>
    public long Evicted { get; private set; }

    /// <summary>Tells how many events had neither user nor session.</summary>
    public long Unassigned { get; private set; }

    /// <summary>Gives the number of the visit that an event belongs to, and begins one where there is none.</summary>
    /// <param name="user">The user.</param>
    /// <param name="hasUser">True if the user is known.</param>
    /// <param name="session">The visit's name; null or empty where there is none.</param>
    /// <param name="ticks">The event time, in ticks of UTC.</param>
    /// <param name="floor">A visit with a lower number is gone: its next event begins a new one.</param>
    /// <returns>The number; <see cref="NoSession"/> where neither user nor session is known.</returns>
    public long Assign(TUser user, bool hasUser, string? session, long ticks, long floor = 0)
    {
        var name = string.IsNullOrEmpty(session) ? null : session;
        Position = 1;
        if (!hasUser && name is null)
        {
            Unassigned++;
            Position = 0;
            return NoSession;
        }

        var slot = FindOpen(user, hasUser, name);
        if (slot == None)
        {
            return Begin(user, hasUser, name, ticks);
        }

        var gap = (name is null ? _options.Gap : _options.NamedGap).Ticks;
        if (name is null && _visits[slot].Name != None && IsOver(in _visits[slot], ticks, gap, floor))
        {
            slot = FindPair(_visits[slot].User, None);
            if (slot == None)
            {
                return Begin(user, hasUser, name, ticks);
            }
        }

        ref var visit = ref _visits[slot];
        if (ticks < visit.First - gap)
        {
            return Next++;
        }

        if (IsOver(in visit, ticks, gap, floor))
        {
            visit.Number = Next++;
            visit.First = visit.Last = ticks;
            visit.Count = 0;
        }

        visit.First = Math.Min(visit.First, ticks);
        visit.Last = Math.Max(visit.Last, ticks);
        Position = ++visit.Count;
        Touch(slot);
        return visit.Number;
    }

    /// <summary>Asks for the memory of the visit that an event would go on with.</summary>
    public void Expect(TUser user, bool hasUser, string? session)
    {
        var name = string.IsNullOrEmpty(session) ? null : session;
        if ((hasUser || name is not null) && FindOpen(user, hasUser, name) is >= 0 and var slot)
        {
            Prefetch.Of(in _visits[slot]);
            _recency.Expect(slot);
        }
    }

    /// <summary>Finds the visit that a request is about.</summary>
    /// <param name="user">The user who asks; null or the default value where only the session is known.</param>
    /// <param name="session">The visit's name; null or empty: the user's newest visit.</param>
    /// <param name="number">The visit's number.</param>
    /// <returns>True if there is such a visit.</returns>
    /// <remarks>
    /// A visit that began before its user was known is found by its name; that of another user is not, unless nobody is
    /// said to ask.
    /// </remarks>
    public bool TryFind(TUser? user, string? session, out long number)
    {
        var slot = string.IsNullOrEmpty(session) ? NewestOf(user) : FindNamed(user, session);
        number = slot == None ? NoSession : _visits[slot].Number;
        return slot != None;
    }

    /// <summary>Forgets every open visit of a user, and the user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="numbers">The collection that receives the visits' numbers.</param>
    public void Forget(TUser user, ICollection<long> numbers)
    {
        while (_users.Find(user) is >= 0 and var owner)
        {
            var slot = _ofUser.First(owner);
            numbers.Add(_visits[slot].Number);
            Remove(slot);
        }
    }

    /// <summary>Writes the whole state, the visit touched the longest ago first.</summary>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(Next);
        writer.WriteInt64(Evicted);
        writer.WriteInt64(Unassigned);
        writer.WriteCount(Open);
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            ref readonly var visit = ref _visits[slot];
            writer.WriteString(visit.Name == None ? null : _names[visit.Name]);
            writer.WriteBoolean(visit.User != None);
            if (visit.User != None)
            {
                writer.Write(_users[visit.User]);
            }

            writer.WriteInt64(visit.Number);
            writer.WriteInt64(visit.First);
            writer.WriteInt64(visit.Last);
            writer.WriteInt64(visit.Count);
        }
    }

    /// <summary>Replaces the whole state.</summary>
    /// <exception cref="SnapshotException">The snapshot is damaged or has more visits than can be open.</exception>
    public void Restore(SnapshotReader reader)
    {
        Clear();
        Next = NotNegative(reader.ReadInt64());
        Evicted = NotNegative(reader.ReadInt64());
        Unassigned = NotNegative(reader.ReadInt64());
        var count = reader.ReadCount();
        if (count > _options.MaxOpen)
        {
            throw new SnapshotException($"The snapshot has {count} open visits; at most {_options.MaxOpen} are kept.");
        }

        for (var i = 0; i < count; i++)
        {
            RestoreVisit(reader);
        }
    }

    private static long NotNegative(long value) => value >= 0 ? value : throw Damaged();

    private static SnapshotException Damaged() =>
        new("A visit without a key, or twice, or with times or a number that cannot be: the snapshot is damaged.");

    private static bool IsUnknown(TUser? user) =>
        user is null || EqualityComparer<TUser>.Default.Equals(user, default);

    private static bool IsOver(ref readonly Visit visit, long ticks, long gap, long floor) =>
        visit.Number < floor || ticks - visit.Last > gap;

    private int FindPair(int user, int name) => _pairs.Find(SlotPair.Of(user, name));

    /// <summary>The visit that an event would go on with: of its name, or else its user's newest.</summary>
    private int FindOpen(TUser user, bool hasUser, string? name)
    {
        var owner = hasUser ? _users.Find(user) : None;
        if (hasUser && owner == None)
        {
            return None;
        }

        if (name is null)
        {
            return _ofUser.First(owner);
        }

        var named = _names.Find(name);
        return named == None ? None : FindPair(owner, named);
    }

    private int NewestOf(TUser? user) =>
        user is not null && _users.Find(user) is >= 0 and var owner ? _ofUser.First(owner) : None;

    private int FindNamed(TUser? user, string session)
    {
        var name = _names.Find(session);
        if (name == None)
        {
            return None;
        }

        var owner = user is null ? None : _users.Find(user);
        var slot = owner == None ? None : FindPair(owner, name);
        slot = slot == None ? FindPair(None, name) : slot;
        return slot == None && IsUnknown(user) ? _ofName.First(name) : slot;
    }

    private long Begin(TUser user, bool hasUser, string? name, long ticks)
    {
        if (Open == _options.MaxOpen)
        {
            Remove(_recency.Oldest);
            Evicted++;
            SetAsideEvents.Add(operatorName, SetAsideEvents.Evicted);
        }

        Add(user, hasUser, name, new Visit { Number = Next, First = ticks, Last = ticks, Count = 1 });
        return Next++;
    }

    private void Add(TUser user, bool hasUser, string? name, Visit visit)
    {
        visit.User = hasUser ? OwnerOf(_users, user) : None;
        visit.Name = name is null ? None : OwnerOf(_names, name);
        var slot = _pairs.Add(SlotPair.Of(visit.User, visit.Name));
        if (slot >= _visits.Length)
        {
            Array.Resize(ref _visits, Math.Max(4, slot * 2));
        }

        _visits[slot] = visit;
        _recency.Add(slot);
        if (hasUser)
        {
            _ofUser.Add(visit.User, slot);
        }

        if (name is not null)
        {
            _ofName.Add(visit.Name, slot);
        }
    }

    private static int OwnerOf<TKey>(KeyTable<TKey> table, TKey key)
        where TKey : notnull => table.Find(key) is >= 0 and var slot ? slot : table.Add(key);

    private void Touch(int slot)
    {
        _recency.Touch(slot);
        ref readonly var visit = ref _visits[slot];
        if (visit.User != None)
        {
            _ofUser.Touch(visit.User, slot);
        }

        if (visit.Name != None)
        {
            _ofName.Touch(visit.Name, slot);
        }
    }

    private void Remove(int slot)
    {
        ref readonly var visit = ref _visits[slot];
        _recency.Remove(slot);
        _pairs.Remove(slot);
        if (visit.User != None && _ofUser.Remove(visit.User, slot))
        {
            _users.Remove(visit.User);
        }

        if (visit.Name != None && _ofName.Remove(visit.Name, slot))
        {
            _names.Remove(visit.Name);
        }
    }

    private void RestoreVisit(SnapshotReader reader)
    {
        var name = reader.ReadString();
        var hasUser = reader.ReadBoolean();
        var user = hasUser ? reader.Read<TUser>() : default;
        var visit = new Visit
        {
            Number = reader.ReadInt64(),
            First = reader.ReadInt64(),
            Last = reader.ReadInt64(),
            Count = reader.ReadInt64(),
        };
        if ((name is null ? !hasUser : name.Length == 0) || (hasUser && user is null)
            || visit.Number < 0 || visit.Number >= Next || visit.Count < 1 || visit.First > visit.Last
            || visit.First < DateTimeOffset.MinValue.Ticks || visit.Last > DateTimeOffset.MaxValue.Ticks)
        {
            throw Damaged();
        }

        var owner = hasUser ? _users.Find(user!) : None;
        var named = name is null ? None : _names.Find(name);
        if ((owner != None || !hasUser) && (named != None || name is null) && FindPair(owner, named) != None)
        {
            throw Damaged();
        }

        Add(user!, hasUser, name, visit);
    }

    private void Clear()
    {
        while (_recency.Oldest != None)
        {
            Remove(_recency.Oldest);
        }
    }

    private struct Visit
    {
        public int User;
        public int Name;
        public long Number;
        public long First;
        public long Last;
        public long Count;
    }
}
