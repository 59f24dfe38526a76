using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Keeps who bought which item how often and when last, and of each item how many of its customers came back for it,
/// and after how long. A purchase within a day of the last is the same one.
/// </summary>
/// <remarks>
/// Bound: a maximum number of pairs of customer and item; for one more, the pair without a purchase for the longest
/// time goes, and with it what its item is known by.
/// </remarks>
internal sealed class RepeatPurchases<TUser, TItem>(int maxPairs)
    where TUser : notnull
    where TItem : notnull
{
    private const int None = -1;
    private static readonly long SamePurchase = TimeSpan.TicksPerDay;
    private KeyTable<TUser> _users = new(null);
    private KeyTable<TItem> _items = new(null);
    private KeyTable<long> _pairs = new(null);
    private RecencyList _recency = new();
    private SlotChains _ofUser = new();
    private Pair[] _pair = new Pair[4];
    private Shares[] _shares = new Shares[4];
    private long _now = long.MinValue;

    /// <summary>Learns an event's time, which is the present until a later one comes.</summary>
    public void Observe(long ticks) => _now = Math.Max(_now, ticks);

    /// <summary>Learns that a user bought an item.</summary>
    public void Learn(TUser user, TItem item, long ticks)
    {
        var slot = Find(user, item);
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

    /// <summary>Adds what a user may buy again to a list, with scores; in order of purchase, the last first.</summary>
    public void AddTo(TUser user, List<(TItem Item, double Score)> found)
    {
        var owner = _users.Find(user);
        for (var slot = owner == None ? None : _ofUser.First(owner); slot != None; slot = _ofUser.OlderThan(slot))
        {
            ref readonly var pair = ref _pair[slot];
            var score = _shares[pair.Item].Score(_now - pair.Last);
            if (score > 0)
            {
                found.Add((_items[pair.Item], score));
            }
        }
    }

    /// <summary>Gives the score of what a user may buy again, how often it was bought, and when last.</summary>
    public bool TryGet(TUser user, TItem item, out double score, out long times, out DateTimeOffset last)
    {
        (score, times, last) = (0, 0, default);
        if (Find(user, item) is not None and var slot)
        {
            ref readonly var pair = ref _pair[slot];
            score = _shares[pair.Item].Score(_now - pair.Last);
            (times, last) = (pair.Repeats + 1, new(pair.Last, TimeSpan.Zero));
        }

        return score > 0;
    }

    /// <summary>Forgets a user's purchases, with all that they count for items.</summary>
    public void Forget(TUser user)
    {
        while (_users.Find(user) is >= 0 and var owner)
        {
            Remove(_ofUser.First(owner));
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
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

    public void Restore(SnapshotReader reader)
    {
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
            if (user is null || item is null || _pairs.Count == maxPairs || pair.Repeats < 0 || pair.Gaps < 0
                || pair.Last > _now || Find(user, item) != None)
            {
                throw new SnapshotException("A purchase twice, one too many, or one that cannot be: damaged.");
            }

            Add(user, item, pair);
        }
    }

    private int Find(TUser user, TItem item) =>
        _users.Find(user) is not None and var owner && _items.Find(item) is not None and var kind
            ? _pairs.Find(SlotPair.Of(owner, kind))
            : None;

    private void Add(TUser user, TItem item, Pair pair)
    {
        if (_pairs.Count == maxPairs)
        {
            Remove(_recency.Oldest);
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

        /// <summary>
        /// Gives the share of customers who came back, with four more who did not, if it is at least a tenth; times x
        /// e^(1-x), x being the time since the purchase over the mean time until customers came back.
        /// </summary>
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
