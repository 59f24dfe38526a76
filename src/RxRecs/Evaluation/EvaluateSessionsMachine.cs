using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Holds the list made before a session against what the session brings; the machine behind <c>EvaluateSessions</c>.
/// The list is made before the session's first event is learned, so nothing of the session can be in it.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TSession">The sessions' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class EvaluateSessionsMachine<TEvent, TUser, TSession, TItem>
    : IMachine<TEvent, SessionScore<TUser, TSession, TItem>>, IDisposable
    where TUser : notnull
    where TSession : notnull
    where TItem : notnull
{
    private readonly int _listLength;
    private readonly IRecommender<TEvent, TUser, TItem> _recommender;
    private readonly Func<TEvent, TUser> _userSelector;
    private readonly Func<TEvent, TSession> _sessionSelector;
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, InteractionKind>? _kindSelector;
    private readonly Func<TEvent, DateTimeOffset>? _eventTimeSelector;
    private readonly SessionProtocolOptions _options;
    private readonly RecentKeys<(TUser User, TSession Session), OpenSession<TUser, TSession, TItem>> _open;
    private readonly HashSet<TUser> _users = [];
    private readonly List<Recommendation<TItem>> _list = [];
    private long _started;
    private int _items;

    /// <summary>Makes the machine.</summary>
    /// <param name="recommender">The recommender that is tested; the machine owns it from now on.</param>
    /// <param name="userSelector">A selector of an event's user.</param>
    /// <param name="sessionSelector">
    /// A selector of an event's session; the same session of two users is two sessions.
    /// </param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind; needed for <see cref="GroundTruth.Purchases"/>, otherwise unused.
    /// </param>
    /// <param name="eventTimeSelector">
    /// A selector of an event's time; needed for <see cref="SessionProtocolOptions.SessionGap"/>, otherwise unused.
    /// </param>
    /// <param name="options">The length of lists, what is relevant, and when sessions end; null for the
    /// defaults.</param>
    /// <exception cref="ArgumentException">The options need a selector that is not given.</exception>
    public EvaluateSessionsMachine(
        IRecommender<TEvent, TUser, TItem> recommender,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TSession> sessionSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind>? kindSelector = null,
        Func<TEvent, DateTimeOffset>? eventTimeSelector = null,
        SessionProtocolOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(sessionSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        _recommender = recommender;
        _userSelector = userSelector;
        _sessionSelector = sessionSelector;
        _itemSelector = itemSelector;
        _kindSelector = kindSelector;
        _eventTimeSelector = eventTimeSelector;
        _options = options ?? new SessionProtocolOptions();
        Check(kindSelector, eventTimeSelector, options);
        _listLength = _options.ListLength;
        _open = new(_options.MaxOpenSessions);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("EvaluateSessions", 2);

    /// <summary>Tells how many sessions are open.</summary>
    public int OpenSessions => _open.Count;

    /// <summary>
    /// Tells how many sessions were closed early because <see cref="SessionProtocolOptions.MaxOpenSessions"/> was
    /// reached.
    /// </summary>
    public long ClosedEarly { get; private set; }

    /// <summary>
    /// Tells how many users and items were not remembered because of <see cref="SessionProtocolOptions.MaxUsers"/> and
    /// <see cref="SessionProtocolOptions.MaxItems"/>, each time they occurred.
    /// </summary>
    public long Refused { get; private set; }

    /// <summary>Tells whether an event has a user and a session; one that lacks either is learned alone.</summary>
    internal Func<TEvent, bool>? HasSession { get; init; }

    /// <summary>Tells whether an event belongs to what is scored; one that does not is learned alone.</summary>
    internal Func<TEvent, bool>? IsScored { get; init; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<SessionScore<TUser, TSession, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var user = _userSelector(value);
        var (hasSession, isScored) = (HasSession?.Invoke(value) ?? true, IsScored?.Invoke(value) ?? true);
        if (!hasSession || !isScored)
        {
            _recommender.Learn(value);
            Remember(user);
            if (isScored)
            {
                SetAsideEvents.Add(nameof(RecsObservable.EvaluateSessions), SetAsideEvents.NoKey);
            }

            return;
        }

        var key = (user, _sessionSelector(value));
        var item = Selected.NotNull(_itemSelector(value), "item");
        var isPurchase = _kindSelector?.Invoke(value) == InteractionKind.Purchase;
        var ticks = _eventTimeSelector?.Invoke(value).UtcTicks ?? 0;
        var begins = !_open.TryGet(key, out var session) || IsOver(session, ticks);
        if (begins)
        {
            _recommender.Recommend(user, _listLength, _list);
        }

        _recommender.Learn(value);
        CloseOver(ticks, output);
        session = begins ? Begin(key, output) : _open.Touch(key, out _);
        session.LastTicks = Math.Max(session.LastTicks, ticks);
        Note(session, item, isPurchase);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<SessionScore<TUser, TSession, TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var rest = new List<OpenSession<TUser, TSession, TItem>>(_open.Count);
        while (_open.Count > 0)
        {
            rest.Add(_open.OldestValue);
            _open.RemoveOldest();
        }

        rest.Sort(static (first, second) => first.Number.CompareTo(second.Number));
        foreach (var session in rest)
        {
            output.Emit(session.Close(_listLength, _options.EmptyListCounts));
        }

        _items = 0;
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_listLength);
        writer.WriteByte((byte)_options.GroundTruth);
        writer.WriteInt64(_started);
        writer.WriteInt64(ClosedEarly);
        writer.WriteInt64(Refused);
        writer.WriteCount(_users.Count);
        foreach (var user in _users)
        {
            writer.Write(user);
        }

        _open.Snapshot(
            writer,
            static (target, key) =>
            {
                target.Write(key.User);
                target.Write(key.Session);
            },
            static (target, session) => session.Snapshot(target));
        _recommender.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadSize() != _listLength || reader.ReadByte() != (byte)_options.GroundTruth)
        {
            throw new SnapshotException("The snapshot was made with another list length or ground truth.");
        }

        _started = reader.ReadInt64();
        ClosedEarly = reader.ReadInt64();
        Refused = reader.ReadInt64();
        _users.Clear();
        _items = 0;
        var users = reader.ReadCount();
        if (users > _options.MaxUsers)
        {
            throw new SnapshotException($"The snapshot holds {users} users; at most {_options.MaxUsers} are kept.");
        }

        for (var i = 0; i < users; i++)
        {
            _users.Add(reader.Read<TUser>());
        }

        _open.Restore(
            reader,
            static from => (from.Read<TUser>(), from.Read<TSession>()),
            RestoreSession);
        _recommender.Restore(reader);
    }

    /// <summary>Disposes the recommender, if it can be.</summary>
    public void Dispose() => (_recommender as IDisposable)?.Dispose();

    internal static void Check(
        Func<TEvent, InteractionKind>? kindSelector,
        Func<TEvent, DateTimeOffset>? eventTimeSelector,
        SessionProtocolOptions? options)
    {
        if (options is { GroundTruth: GroundTruth.Purchases } && kindSelector is null)
        {
            throw new ArgumentException("GroundTruth.Purchases needs a kind selector.", nameof(kindSelector));
        }

        if (options is { SessionGap: not null } && eventTimeSelector is null)
        {
            throw new ArgumentException("SessionGap needs an event-time selector.", nameof(eventTimeSelector));
        }
    }

    private bool IsOver(OpenSession<TUser, TSession, TItem> session, long ticks) =>
        _options.SessionGap is { } gap && ticks - session.LastTicks > gap.Ticks;

    private void CloseOver(long ticks, Output<SessionScore<TUser, TSession, TItem>> output)
    {
        while (_open.Count > 0 && IsOver(_open.OldestValue, ticks))
        {
            CloseOldest(output);
        }
    }

    private OpenSession<TUser, TSession, TItem> RestoreSession(SnapshotReader reader)
    {
        var session = OpenSession<TUser, TSession, TItem>.Restore(reader, _listLength);
        _items += session.RelevantCount;
        return _items <= _options.MaxItems ? session : throw new SnapshotException(
            $"The snapshot holds more items of open sessions than the {_options.MaxItems} that are kept.");
    }

    private void CloseOldest(Output<SessionScore<TUser, TSession, TItem>> output)
    {
        Close(_open.OldestValue, output);
        _open.RemoveOldest();
    }

    private void Close(
        OpenSession<TUser, TSession, TItem> session, Output<SessionScore<TUser, TSession, TItem>> output)
    {
        output.Emit(session.Close(_listLength, _options.EmptyListCounts));
        _items -= session.RelevantCount;
    }

    private OpenSession<TUser, TSession, TItem> Begin(
        (TUser User, TSession Session) key, Output<SessionScore<TUser, TSession, TItem>> output)
    {
        if (_open.TryGet(key, out var before))
        {
            Close(before, output);
        }
        else if (_open.Count == _options.MaxOpenSessions)
        {
            CloseOldest(output);
            ClosedEarly++;
            SetAsideEvents.Add(nameof(RecsObservable.EvaluateSessions), SetAsideEvents.Evicted);
        }

        var list = _list.Select(next => next.Item).Distinct().Take(_listLength).ToArray();
        var session = new OpenSession<TUser, TSession, TItem>(
            _started++, key.User, key.Session, Remember(key.User), list);
        _open.Touch(key, out _) = session;
        return session;
    }

    private void Note(OpenSession<TUser, TSession, TItem> session, TItem item, bool isPurchase)
    {
        var isRelevant = _options.GroundTruth switch
        {
            GroundTruth.NextItem => session.RelevantCount == 0,
            GroundTruth.Purchases => isPurchase,
            _ => true,
        };
        if (!isRelevant || session.IsRelevant(item))
        {
            return;
        }

        if (_items >= _options.MaxItems)
        {
            Refuse();
            return;
        }

        session.AddRelevant(item);
        _items++;
    }

    /// <summary>Remembers a user, if there is room; true for one that was known.</summary>
    private bool Remember(TUser user)
    {
        if (_users.Count < _options.MaxUsers)
        {
            return !_users.Add(user);
        }

        var isKnown = _users.Contains(user);
        if (!isKnown)
        {
            Refuse();
        }

        return isKnown;
    }

    private void Refuse()
    {
        Refused++;
        SetAsideEvents.Add(nameof(RecsObservable.EvaluateSessions), SetAsideEvents.TooManyKeys);
    }
}
