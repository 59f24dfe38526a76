namespace RxRecs.Machines;

/// <summary>Keeps what each source that is merged has pending, and how far it has come.</summary>
internal sealed class MergeState<TEvent>
{
    private readonly long _lateness;
    private readonly ReorderBuffer<TEvent>[] _pending;
    private readonly MergeInputKind[] _states;
    private readonly long[] _watermarks;

    // For the scans: the time of a source's next event, and its watermark, each long.MaxValue where it does not count.
    private readonly long[] _heads;
    private readonly long[] _awaited;

    public MergeState(int sourceCount, long lateness)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceCount);
        _lateness = lateness;
        _pending = new ReorderBuffer<TEvent>[sourceCount];
        _states = new MergeInputKind[sourceCount];
        _watermarks = new long[sourceCount];
        _heads = new long[sourceCount];
        _awaited = new long[sourceCount];
        Array.Fill(_watermarks, BoundedDisorder.None);
        Array.Fill(_heads, long.MaxValue);
        Array.Fill(_awaited, BoundedDisorder.None);
        for (var i = 0; i < sourceCount; i++)
        {
            _pending[i] = new ReorderBuffer<TEvent>();
        }
    }

    public int HeldCount => _pending.Sum(pending => pending.Count);

    /// <summary>The source that the others wait for.</summary>
    public int Slowest => Least(_awaited);

    /// <summary>
    /// Up to which event time, and in it up to which source, nothing earlier can come any more. While all sources are
    /// idle or completed, that is the watermark of the foremost of them.
    /// </summary>
    public (long Ticks, int Source) Limit
    {
        get
        {
            var slowest = Slowest;
            return slowest >= 0 && _awaited[slowest] != long.MaxValue
                ? (_awaited[slowest], slowest)
                : (_watermarks.DefaultIfEmpty(BoundedDisorder.None).Max(), int.MaxValue);
        }
    }

    public int PendingOf(int source) => _pending[source].Count;

    public void Add(int source, long eventTicks, TEvent value)
    {
        _pending[source].Add(eventTicks, value);
        _heads[source] = Math.Min(_heads[source], eventTicks);
        See(source, eventTicks);
    }

    /// <summary>Takes note of how far a source has come; the others wait for it again if it had been idle.</summary>
    public void See(int source, long eventTicks)
    {
        _watermarks[source] = Math.Max(_watermarks[source], eventTicks - _lateness);
        if (_states[source] != MergeInputKind.Completed)
        {
            _states[source] = MergeInputKind.Event;
            _awaited[source] = _watermarks[source];
        }
    }

    public void SetIdle(int source)
    {
        if (_states[source] == MergeInputKind.Event)
        {
            _states[source] = MergeInputKind.Idle;
            _awaited[source] = long.MaxValue;
        }
    }

    /// <summary>Nothing comes from a source any more: its own lateness holds nothing back.</summary>
    public void SetCompleted(int source)
    {
        if (_states[source] != MergeInputKind.Completed)
        {
            _states[source] = MergeInputKind.Completed;
            _awaited[source] = long.MaxValue;
            _watermarks[source] += _watermarks[source] == BoundedDisorder.None ? 0 : _lateness;
        }
    }

    /// <summary>Takes the least event of all sources, by time, source and arrival, if it is within a limit.</summary>
    public bool TryTake((long Ticks, int Source) limit, out TEvent value)
    {
        var source = Least(_heads);
        if (source < 0 || _heads[source] == long.MaxValue || (_heads[source], source).CompareTo(limit) > 0)
        {
            value = default!;
            return false;
        }

        var taken = _pending[source].TryTake(long.MaxValue, out value);
        _heads[source] = _pending[source].NextTicks;
        return taken;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_pending.Length);
        for (var i = 0; i < _pending.Length; i++)
        {
            writer.WriteByte((byte)_states[i]);
            writer.WriteInt64(_watermarks[i]);
            _pending[i].Snapshot(writer);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        if (reader.ReadCount() is var count && count != _pending.Length)
        {
            throw new SnapshotException($"The snapshot is of {count} sources, not {_pending.Length}.");
        }

        for (var i = 0; i < count; i++)
        {
            _states[i] = (MergeInputKind)reader.ReadByte();
            if (_states[i] > MergeInputKind.Completed)
            {
                throw new SnapshotException($"Source {i} in state {_states[i]}: the snapshot is damaged.");
            }

            _watermarks[i] = reader.ReadInt64();
            if (_watermarks[i] > DateTimeOffset.MaxValue.Ticks)
            {
                throw new SnapshotException($"Source {i} at {_watermarks[i]} ticks: the snapshot is damaged.");
            }

            _pending[i].Restore(reader);
            _heads[i] = _pending[i].NextTicks;
            _awaited[i] = _states[i] == MergeInputKind.Event ? _watermarks[i] : long.MaxValue;
        }
    }

    // The index of the least number, the first of equal ones; -1 of none.
    private static int Least(long[] numbers)
    {
        var least = numbers.Length - 1;
        for (var i = numbers.Length - 2; i >= 0; i--)
        {
            least = numbers[i] <= numbers[least] ? i : least;
        }

        return least;
    }
}
