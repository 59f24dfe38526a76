using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Keeps who bought which item how often and when last, and of each item how many of its customers came back for it,
/// and after how long. A purchase within a day of the last is the same one.
/// </summary>
/// <remarks>
/// <para>Score: with share = customers who came back / (customers + 4) and x = the time since the user's last purchase
/// / the mean time after which customers came back, it is share * x * e^(1-x), and 0 where the share is below .1. The
/// present is the latest time that was learned.</para>
/// <para>Bound: a maximum number of pairs of customer and item; for one more, the pair without a purchase for the
/// longest time goes, and with it what its item is known by. Used from one thread at a time.</para>
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class BuyAgainState<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private const int None = -1;
    private static readonly long SamePurchase = TimeSpan.TicksPerDay;
    private readonly int _maxPairs;
    private KeyTable<TUser> _users = new(null);
    private KeyTable<TItem> _items = new(null);
    private KeyTable<long> _pairs = new(null);
    private RecencyList _recency = new();
    private SlotChains _ofUser = new();
    private Pair[] _pair = new Pair[4];
    private Shares[] _shares = new Shares[4];
    private long _now = long.MinValue;

    /// <summary>Makes a state with no purchase.</summary>
    /// <param name="maxPurchases">The maximum number of pairs of a user and an item bought that are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPurchases"/> is not positive.</exception>
    public BuyAgainState(int maxPurchases = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPurchases, 1);
        _maxPairs = maxPurchases;
    }

    /// <summary>Learns the time of an event of any kind, which is the present until a later one comes.</summary>
    /// <param name="eventTime">The time; one before the present changes nothing.</param>
    public void AdvanceTo(DateTimeOffset eventTime) => _now = Math.Max(_now, eventTime.UtcTicks);

    /// <summary>Learns that a user bought an item.</summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the purchase.</param>
    /// <exception cref="ArgumentNullException">The user or the item is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public void Learn(TUser user, TItem item, DateTimeOffset eventTime)
    {
        ArgumentNullException.ThrowIfNull(user);
        ItemValue.ThrowIfNone(item);
        AdvanceTo(eventTime);
        var (slot, ticks) = (Find(user, item), eventTime.UtcTicks);
        if (slot == None)
        {
            Add(user, item, new Pair { Last = ticks });
            return;
        }

        ref var pair = ref _pair[slot];
        if (ticks - pair.Last >= SamePurchase)
        {
            ref var shares = ref _shares[pair.Item];
            shares.Repeating += pair.Repeats == 0 ? 1 : 0;
            shares.Repeats++;
            shares.Gaps += ticks - pair.Last;
            pair.Repeats++;
            pair.Gaps += ticks - pair.Last;
        }

        pair.Last = Math.Max(pair.Last, ticks);
        _recency.Touch(slot);
        _ofUser.Touch(pair.User, slot);
    }

    /// <summary>Computes the score of a user's buying an item again by now.</summary>
    /// <param name="user">The user; an unknown one may be asked for.</param>
    /// <param name="item">The item.</param>
    /// <returns>The score; 0 where the item is not to be proposed.</returns>
    /// <exception cref="ArgumentNullException">The user or the item is null.</exception>
    public double Score(TUser user, TItem item)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(item);
        return Find(user, item) is >= 0 and var slot ? ScoreAt(slot) : 0;
    }

    /// <summary>Fills a list with what a user may buy again by now. Changes nothing.</summary>
    /// <param name="user">The user; an unknown one gets an empty list.</param>
    /// <param name="items">
    /// The list to fill, in order of purchase, the last first; it is cleared first. Scores are positive.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void Query(TUser user, List<(TItem Item, double Score)> items)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(items);
        items.Clear();
        var owner = _users.Find(user);
        for (var slot = owner == None ? None : _ofUser.First(owner); slot != None; slot = _ofUser.OlderThan(slot))
        {
            var score = ScoreAt(slot);
            if (score > 0)
            {
                items.Add((_items[_pair[slot].Item], score));
            }
        }
    }

    /// <summary>Forgets a user's purchases, with all that they count for items.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public void Forget(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        while (_users.Find(user) is >= 0 and var owner)
        {
            Remove(_ofUser.First(owner));
        }
    }

    /// <summary>Writes the purchases and the present.</summary>
    /// <param name="writer">The writer to write to.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(_now);
        writer.WriteCount(_pairs.Count);
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            ref readonly var pair = ref _pair[slot];
            writer.Write(_users[pair.User]);
            writer.Write(_items[pair.Item]);
            writer.WriteInt64(pair.Last);
            writer.WriteInt64(pair.Repeats);
            writer.WriteInt64(pair.Gaps);
        }
    }

    /// <summary>Reads them back, in place of what is kept.</summary>
    /// <param name="reader">The reader to read from.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged, or holds more than the bound.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_users, _items, _pairs, _recency, _ofUser) = (new(null), new(null), new(null), new(), new());
        (_pair, _shares) = (new Pair[4], new Shares[4]);
        _now = reader.ReadInt64();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (user, item) = (reader.Read<TUser>(), reader.Read<TItem>());
            var pair = new Pair
            {
                Last = reader.ReadInt64(),
                Repeats = reader.ReadInt64(),
                Gaps = reader.ReadInt64(),
            };
            if (user is null || item is null || _pairs.Count == _maxPairs || pair.Repeats < 0 || pair.Gaps < 0
                || pair.Last > _now || Find(user, item) >= 0)
            {
                throw new SnapshotException("A purchase twice, one too many, or one that cannot be: damaged.");
            }

            Add(user, item, pair);
        }
    }

    /// <summary>Gives the score of what a user may buy again, how often it was bought, and when last.</summary>
    internal bool TryGet(TUser user, TItem item, out double score, out long times, out DateTimeOffset last)
    {
        (score, times, last) = (0, 0, default);
        if (Find(user, item) is >= 0 and var slot)
        {
            ref readonly var pair = ref _pair[slot];
            score = ScoreAt(slot);
            (times, last) = (pair.Repeats + 1, new(pair.Last, TimeSpan.Zero));
        }

        return score > 0;
    }

    private int Find(TUser user, TItem item) =>
        _users.Find(user) is >= 0 and var owner && _items.Find(item) is >= 0 and var kind
            ? _pairs.Find(SlotPair.Of(owner, kind))
            : None;

    private double ScoreAt(int slot)
    {
        ref readonly var pair = ref _pair[slot];
        return _shares[pair.Item].Score(_now - pair.Last);
    }

    private void Add(TUser user, TItem item, Pair pair)
    {
        if (_pairs.Count == _maxPairs)
        {
            Remove(_recency.Oldest);
            SetAsideEvents.Add(nameof(CandidateSources.BuyAgain), SetAsideEvents.Evicted);
        }

        pair.User = _users.Find(user) is >= 0 and var owner ? owner : _users.Add(user);
        pair.Item = _items.Find(item) is >= 0 and var kind ? kind : _items.Add(item);
        var slot = _pairs.Add(SlotPair.Of(pair.User, pair.Item));
        Reserve(ref _pair, slot);
        Reserve(ref _shares, pair.Item);
        _pair[slot] = pair;
        _recency.Add(slot);
        _ofUser.Add(pair.User, slot);
        Count(pair, 1);
    }

    private void Remove(int slot)
    {
        var pair = _pair[slot];
        _recency.Remove(slot);
        _pairs.Remove(slot);
        if (_ofUser.Remove(pair.User, slot))
        {
            _users.Remove(pair.User);
        }

        Count(pair, -1);
        if (_shares[pair.Item].Customers == 0)
        {
            _items.Remove(pair.Item);
        }
    }

    private void Count(Pair pair, int sign)
    {
        ref var shares = ref _shares[pair.Item];
        shares.Customers += sign;
        shares.Repeating += pair.Repeats > 0 ? sign : 0;
        shares.Repeats += sign * pair.Repeats;
        shares.Gaps += sign * pair.Gaps;
    }

    private static void Reserve<T>(ref T[] array, int slot)
    {
        if (slot >= array.Length)
        {
            Array.Resize(ref array, Math.Max(slot + 1, array.Length * 2));
        }
    }

    private struct Pair
    {
        public int User;
        public int Item;
        public long Last;
        public long Repeats;
        public long Gaps;
    }

    private struct Shares
    {
        public long Customers;
        public long Repeating;
        public long Repeats;
        public long Gaps;

        public readonly double Score(long since)
        {
            var share = Repeating / (Customers + 4d);
            if (Repeats == 0 || share < .1 || since <= 0)
            {
                return 0;
            }

            var x = since / ((double)Gaps / Repeats);
            return share * x * Math.Exp(1 - x);
        }
    }
}
