using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Tests, then learns, event by event; the machine behind <c>EvaluatePrequentially</c>. The recommender learns an event
/// only after the list to be held against it has been made, and is never told the event's item or time before.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class PrequentialMachine<TEvent, TUser, TItem> : IMachine<TEvent, PrequentialResult>, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    private const string OperatorName = nameof(RecsObservable.EvaluatePrequentially);
    private const byte Seen = 1;
    private const byte InCart = 2;
    private readonly IRecommender<TEvent, TUser, TItem> _recommender;
    private readonly Func<TEvent, TUser> _userSelector;
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, InteractionKind>? _kindSelector;
    private readonly Func<TEvent, bool>? _isTarget;
    private readonly PrequentialOptions _options;
    private readonly RunningRanks _ranks;
    private readonly RecentKeys<(TUser User, TItem Item), byte> _pairs;
    private readonly Dictionary<TItem, bool> _recommended = [];
    private readonly List<Recommendation<TItem>> _list = [];
    private int _distinctRecommended;
    private long _shown;
    private long _fallbacks;

    /// <summary>Makes the machine.</summary>
    /// <param name="recommender">The recommender that is tested; the machine owns it from now on.</param>
    /// <param name="userSelector">A selector of the user whom the list is for.</param>
    /// <param name="itemSelector">A selector of the item that the list should have held.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind, which tells open carts and splits the results; null where events have no kind.
    /// </param>
    /// <param name="isTarget">
    /// A predicate for the events that are scored; the others are only learned. Null for all but
    /// <see cref="InteractionKind.Remove"/>.
    /// </param>
    /// <param name="options">The length of lists and means; null for the defaults.</param>
    public PrequentialMachine(
        IRecommender<TEvent, TUser, TItem> recommender,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind>? kindSelector = null,
        Func<TEvent, bool>? isTarget = null,
        PrequentialOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        _recommender = recommender;
        _userSelector = userSelector;
        _itemSelector = itemSelector;
        _kindSelector = kindSelector;
        _isTarget = isTarget;
        _options = options ?? new PrequentialOptions();
        _ranks = new RunningRanks(_options.ListLength, _options.WindowSize, _options.FadingFactor);
        _pairs = new RecentKeys<(TUser User, TItem Item), byte>(_options.MaxPairs);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Prequential", 2);

    /// <summary>
    /// Tells how many pairs of user and item were forgotten because <see cref="PrequentialOptions.MaxPairs"/> was
    /// reached.
    /// </summary>
    public long ForgottenPairs => _pairs.Evicted;

    /// <summary>
    /// Tells how many items were not remembered because of <see cref="PrequentialOptions.MaxItems"/>, each time they
    /// were learned.
    /// </summary>
    public long Refused { get; private set; }

    /// <summary>Tells whether an event has a user at all; one that has none is learned alone.</summary>
    internal Func<TEvent, bool>? HasUser { get; init; }

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<PrequentialResult> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Learn(value, Ask(value), output);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<PrequentialResult> output)
    {
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _ranks.Snapshot(writer);
        writer.WriteInt64(_shown);
        writer.WriteInt64(_fallbacks);
        writer.WriteInt64(Refused);
        writer.WriteCount(_recommended.Count);
        foreach (var (item, recommended) in _recommended)
        {
            writer.Write(item);
            writer.WriteBoolean(recommended);
        }

        _pairs.Snapshot(
            writer,
            static (target, pair) =>
            {
                target.Write(pair.User);
                target.Write(pair.Item);
            },
            static (target, flags) => target.WriteByte(flags));
        _recommender.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _ranks.Restore(reader);
        _shown = reader.ReadInt64();
        _fallbacks = reader.ReadInt64();
        Refused = reader.ReadInt64();
        _recommended.Clear();
        _distinctRecommended = 0;
        var count = reader.ReadCount();
        if (count > _options.MaxItems)
        {
            throw new SnapshotException($"The snapshot holds {count} items; at most {_options.MaxItems} are kept.");
        }

        for (var i = 0; i < count; i++)
        {
            var item = reader.Read<TItem>()
                ?? throw new SnapshotException("An item is missing: the snapshot is damaged.");
            var recommended = reader.ReadBoolean();
            if (!_recommended.TryAdd(item, recommended))
            {
                throw new SnapshotException("An item occurs twice: the snapshot is damaged.");
            }

            _distinctRecommended += recommended ? 1 : 0;
        }

        _pairs.Restore(reader, static from => (from.Read<TUser>(), from.Read<TItem>()), static from => from.ReadByte());
        _recommender.Restore(reader);
    }

    /// <summary>
    /// Makes the list for an event and holds it against the event; runs all user code and changes
    /// nothing.
    /// </summary>
    internal Verdict Ask(TEvent value)
    {
        var hasUser = HasUser?.Invoke(value) ?? true;
        var kind = _kindSelector?.Invoke(value);
        var isTarget = _isTarget?.Invoke(value) ?? kind != InteractionKind.Remove;
        var verdict = new Verdict
        {
            HasUser = hasUser,
            User = _userSelector(value),
            Item = Selected.NotNull(_itemSelector(value), "item"),
            Kind = kind,
            IsTarget = hasUser && isTarget,
            LacksUser = !hasUser && isTarget,
        };
        return verdict.IsTarget ? Judge(verdict) : verdict;
    }

    /// <summary>Learns an event for which the list was made just before.</summary>
    internal void Learn(TEvent value, Verdict verdict, Output<PrequentialResult> output)
    {
        _recommender.Learn(value);
        if (verdict.IsTarget)
        {
            output.Emit(Score(verdict));
        }
        else if (verdict.LacksUser)
        {
            SetAsideEvents.Add(OperatorName, SetAsideEvents.NoKey);
        }

        Know(verdict.Item);
        if (verdict.HasUser)
        {
            Remember(verdict.User, verdict.Item, verdict.Kind);
        }
    }

    private Verdict Judge(Verdict verdict)
    {
        _recommender.Recommend(verdict.User, _options.ListLength, _list);
        verdict.Shown = Math.Min(_list.Count, _options.ListLength);
        for (var i = 0; i < verdict.Shown; i++)
        {
            verdict.Fallbacks += _list[i].Reason.IsFallback ? 1 : 0;
            if (verdict.Rank == 0 && EqualityComparer<TItem>.Default.Equals(_list[i].Item, verdict.Item))
            {
                verdict.Rank = i + 1;
            }
        }

        return verdict;
    }

    private PrequentialResult Score(Verdict verdict)
    {
        var isCold = !_recommended.ContainsKey(verdict.Item);
        _shown += verdict.Shown;
        _fallbacks += verdict.Fallbacks;
        NoteRecommended(verdict.Shown);
        var (all, recent, fading) = _ranks.Add(verdict.Rank);
        return new PrequentialResult
        {
            Rank = verdict.Rank,
            Shown = verdict.Shown,
            Fallbacks = verdict.Fallbacks,
            Kind = verdict.Kind,
            Relation = RelationOf(verdict.User, verdict.Item),
            IsColdItem = isCold,
            Cumulative = all,
            Windowed = recent,
            Fading = fading,
            FallbackShare = _shown == 0 ? 0 : (double)_fallbacks / _shown,
            Coverage = RankingMetrics.Coverage(_distinctRecommended, _recommended.Count),
        };
    }

    /// <summary>Disposes the recommender, if it can be.</summary>
    public void Dispose() => (_recommender as IDisposable)?.Dispose();

    private void NoteRecommended(int shown)
    {
        for (var i = 0; i < shown; i++)
        {
            ref var recommended = ref CollectionsMarshal.GetValueRefOrNullRef(_recommended, _list[i].Item);
            if (!Unsafe.IsNullRef(ref recommended))
            {
                _distinctRecommended += recommended ? 0 : 1;
                recommended = true;
            }
            else if (_recommended.Count < _options.MaxItems)
            {
                _recommended.Add(_list[i].Item, true);
                _distinctRecommended++;
            }
        }
    }

    private void Know(TItem item)
    {
        if (_recommended.Count < _options.MaxItems)
        {
            _recommended.TryAdd(item, false);
        }
        else if (!_recommended.ContainsKey(item))
        {
            Refused++;
            SetAsideEvents.Add(OperatorName, SetAsideEvents.TooManyKeys);
        }
    }

    private TargetRelation RelationOf(TUser user, TItem item)
    {
        if (!_pairs.TryGet((user, item), out var flags))
        {
            return TargetRelation.New;
        }

        return (flags & InCart) != 0 ? TargetRelation.InCart : TargetRelation.Seen;
    }

    private void Remember(TUser user, TItem item, InteractionKind? kind)
    {
        var forgotten = ForgottenPairs;
        ref var flags = ref _pairs.Touch((user, item), out _);
        flags = kind switch
        {
            InteractionKind.Cart => Seen | InCart,
            InteractionKind.Remove or InteractionKind.Purchase => Seen,
            _ => (byte)(flags | Seen),
        };
        if (ForgottenPairs != forgotten)
        {
            SetAsideEvents.Add(OperatorName, SetAsideEvents.Evicted);
        }
    }

    /// <summary>Tells what is known of an event before it is learned.</summary>
    internal struct Verdict
    {
        public bool HasUser;
        public bool IsTarget;
        public bool LacksUser;
        public TUser User;
        public TItem Item;
        public InteractionKind? Kind;
        public int Shown;
        public int Fallbacks;
        public int Rank;
    }
}
