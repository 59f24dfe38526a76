using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>Keeps when each user was last told of each kind, and how many triggers were held back since.</summary>
/// <param name="coolDown">The time after a trigger in which there is no other.</param>
/// <param name="capacity">The maximum number of pairs of user and kind that are kept.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
internal sealed class CoolDowns<TUser>(TimeSpan coolDown, int capacity)
    where TUser : notnull
{
    private KeyTable<(TUser User, TriggerKind Kind)> _keys = new(null);
    private RecencyList _recency = new();
    private State[] _states = [];

    /// <summary>Starts a cool-down; false while another runs, which counts what it holds back.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="user">The user who is told.</param>
    /// <param name="ticks">The time of the trigger in UTC ticks.</param>
    /// <param name="suppressed">The number of triggers that were held back since the last.</param>
    /// <param name="evicted">True if a cool-down that has not ended had to leave.</param>
    public bool TryStart(TriggerKind kind, TUser user, long ticks, out int suppressed, out bool evicted)
    {
        (suppressed, evicted) = (0, false);
        if (coolDown == TimeSpan.Zero)
        {
            return true;
        }

        var slot = _keys.Find((user, kind));
        if (slot < 0)
        {
            Add(user, kind, new State { Ticks = ticks });
            evicted = _keys.Count > capacity && Evict(ticks);
            return true;
        }

        ref var state = ref _states[slot];
        if (Runs(state, ticks))
        {
            state.Suppressed += state.Suppressed == int.MaxValue ? 0 : 1;
            return false;
        }

        suppressed = state.Suppressed;
        state = new State { Ticks = ticks };
        _recency.Touch(slot);
        return true;
    }

    /// <summary>Forgets when a user was told of anything.</summary>
    public void Forget(TUser user)
    {
        foreach (var kind in Enum.GetValues<TriggerKind>())
        {
            if (_keys.Find((user, kind)) is >= 0 and var slot)
            {
                Remove(slot);
            }
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_keys.Count);
        for (var slot = _recency.Oldest; slot >= 0; slot = _recency.NewerThan(slot))
        {
            writer.Write(_keys[slot].User);
            writer.WriteByte((byte)_keys[slot].Kind);
            writer.WriteInt64(_states[slot].Ticks);
            writer.WriteCount(_states[slot].Suppressed);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        (_keys, _recency, _states) = (new(null), new(), []);
        var count = reader.ReadCount();
        Require(count <= capacity);
        for (; count > 0; count--)
        {
            var (user, kind) = (reader.Read<TUser>(), (TriggerKind)reader.ReadByte());
            var state = new State { Ticks = reader.ReadInt64(), Suppressed = reader.ReadSize() };
            Require(user is not null && kind <= TriggerKind.BackInStock && _keys.Find((user, kind)) < 0);
            Require(state.Ticks >= 0 && state.Ticks <= DateTimeOffset.MaxValue.Ticks);
            Add(user!, kind, state);
        }
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException(
                "Cool-downs that cannot be: the snapshot is damaged, or was made with a larger MaxUsers.");
        }
    }

    private bool Runs(State state, long ticks) => ticks - state.Ticks < coolDown.Ticks;

    private void Add(TUser user, TriggerKind kind, State state)
    {
        var slot = _keys.Add((user, kind));
        if (slot >= _states.Length)
        {
            Array.Resize(ref _states, Math.Max(slot + 1, Math.Max(4, _states.Length * 2)));
        }

        _states[slot] = state;
        _recency.Add(slot);
    }

    private bool Evict(long ticks)
    {
        var slot = _recency.Oldest;
        Remove(slot);
        return Runs(_states[slot], ticks);
    }

    private void Remove(int slot)
    {
        _recency.Remove(slot);
        _keys.Remove(slot);
    }

    private struct State
    {
        public long Ticks;
        public int Suppressed;
    }
}
