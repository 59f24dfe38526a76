using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Keeps what each user of the open period has done, a bit per kind of event; whatever the order, the counts are the
/// same. Nothing is allocated once the table has grown to the users of a period.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
internal sealed class PeriodUsers<TUser>(int maxUsers)
    where TUser : notnull
{
    private const int View = 1 << (int)InteractionKind.View;
    private const int Cart = 1 << (int)InteractionKind.Cart;
    private const int Purchase = 1 << (int)InteractionKind.Purchase;
    private const int AllKinds = View | Cart | Purchase | (1 << (int)InteractionKind.Remove);
    private readonly Dictionary<TUser, byte> _kinds = [];

    /// <summary>Gives how many users are known.</summary>
    public int Count => _kinds.Count;

    /// <summary>Takes what a user has done; false where there are too many users.</summary>
    public bool Add(TUser user, InteractionKind kind)
    {
        ref var kinds = ref CollectionsMarshal.GetValueRefOrNullRef(_kinds, user);
        if (!Unsafe.IsNullRef(ref kinds))
        {
            kinds |= (byte)(1 << (int)kind);
            return true;
        }

        if (_kinds.Count >= maxUsers)
        {
            return false;
        }

        _kinds.Add(user, (byte)(1 << (int)kind));
        return true;
    }

    public void Remove(TUser user) => _kinds.Remove(user);

    public void Clear() => _kinds.Clear();

    /// <summary>Adds what the users have done to the figures of their period.</summary>
    public InsightFigures AddTo(in InsightFigures figures)
    {
        Span<long> users = stackalloc long[AllKinds + 1];
        users.Clear();
        foreach (var kinds in _kinds.Values)
        {
            users[kinds]++;
        }

        return figures with
        {
            Users = _kinds.Count,
            ViewToCart = new(With(users, View), With(users, View | Cart)),
            CartToPurchase = new(With(users, Cart), With(users, Cart | Purchase)),
            ViewToPurchase = new(With(users, View), With(users, View | Purchase)),
        };
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_kinds.Count);
        foreach (var (user, kinds) in _kinds)
        {
            writer.Write(user);
            writer.WriteByte(kinds);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _kinds.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (user, kinds) = (reader.Read<TUser>(), reader.ReadByte());
            if (user is null || kinds is 0 or > AllKinds || _kinds.Count >= maxUsers || !_kinds.TryAdd(user, kinds))
            {
                throw new SnapshotException(
                    "Users of a period that cannot be: the snapshot is damaged, or was made with a larger MaxUsers.");
            }
        }
    }

    private static long With(ReadOnlySpan<long> users, int wanted)
    {
        long count = 0;
        for (var kinds = 0; kinds < users.Length; kinds++)
        {
            count += (kinds & wanted) == wanted ? users[kinds] : 0;
        }

        return count;
    }
}
