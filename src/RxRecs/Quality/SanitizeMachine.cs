namespace RxRecs.Machines;

/// <summary>Sets implausible events aside, each with its reason; the machine behind <c>Sanitize</c>.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <remarks>
/// The rule is told at <c>RecsObservable.Sanitize</c>.
/// </remarks>
internal sealed class SanitizeMachine<TEvent> : IMachine<TEvent, SanitizeResult<TEvent>>
    where TEvent : notnull
{
    private const long None = long.MinValue;
    private const int LongestJump = 12;
    private readonly Func<TEvent, DateTimeOffset> _eventTimeSelector;
    private readonly Func<TEvent, double?>? _numberSelector;
    private readonly SanitizeOptions _options;
    private readonly RecentKeys<TEvent, long>? _remembered;
    private readonly List<(TEvent Event, long Ticks)> _held = [];
    private readonly long[] _sorted;

    // All but the two that every event changes.
    private QualityCounters _counters;
    private long _seen;
    private long _passed;
    private long _greatest = None;
    private long _gap;

    /// <summary>Makes the machine.</summary>
    /// <param name="numberSelector">
    /// A selector of the number to check, null where an event has none; null to check no number.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The limits of what is plausible; null for the defaults.</param>
    /// <param name="eventEquality">
    /// The comparer that tells which events are the same; null for their own equality.
    /// </param>
    public SanitizeMachine(
        Func<TEvent, double?>? numberSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        SanitizeOptions? options = null,
        IEqualityComparer<TEvent>? eventEquality = null)
    {
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        _eventTimeSelector = eventTimeSelector;
        _numberSelector = numberSelector;
        _options = options ?? new SanitizeOptions();
        _options.ThrowIfContradictory();
        _sorted = new long[_options.Confirmations];
        if (_options.DuplicateHorizon is not null)
        {
            _remembered = new RecentKeys<TEvent, long>(_options.MaxRemembered, eventEquality);
        }
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Sanitize", 2);

    /// <summary>Tells what has been done so far.</summary>
    public QualityCounters Counters => _counters with
    {
        Seen = _seen,
        Passed = _passed,
        Forgotten = _remembered?.Evicted ?? 0,
    };

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<SanitizeResult<TEvent>> output)
    {
        var ticks = _eventTimeSelector(value).UtcTicks;
        var reason = CheckNumber(value) ?? CheckTime(ticks);
        _seen++;
        if (reason is { } found)
        {
            Reject(value, found, output);
        }
        else if (_options.MaxAhead is not { } ahead)
        {
            Accept(value, ticks, output);
        }
        else if (_greatest != None && ticks <= _greatest + Math.Min(ahead.Ticks, long.MaxValue - _greatest))
        {
            RejectHeld(output);
            Accept(value, ticks, output);
        }
        else
        {
            Hold(value, ticks, output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<SanitizeResult<TEvent>> output)
    {
        // Without MaxAhead nothing is ever held.
        while (_held.Count > 0
            && (_options.Latest is not null || IsWithinAKnownGap(_held[0].Ticks) || IsContradicted(_held[0].Ticks)))
        {
            JudgeFirst(output);
        }

        if (_greatest == None && _held.Count > 0)
        {
            Release(Median(), output);
        }
        else
        {
            RejectHeld(output);
        }

        output.Emit(Counters);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Counters.Snapshot(writer);
        writer.WriteInt64(_greatest);
        writer.WriteInt64(_gap);
        writer.WriteCount(_held.Count);
        foreach (var (value, ticks) in _held)
        {
            writer.Write(value);
            writer.WriteInt64(ticks);
        }

        writer.WriteInt64(_options.DuplicateHorizon?.Ticks ?? -1);
        _remembered?.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _counters = QualityCounters.Restore(reader);
        (_seen, _passed) = (_counters.Seen, _counters.Passed);
        _greatest = reader.ReadInt64();
        _gap = reader.ReadInt64();
        var count = reader.ReadCount();
        if (count >= _options.Confirmations)
        {
            throw new SnapshotException(
                $"The snapshot holds {count} events for confirmation; {_options.Confirmations} now suffice.");
        }

        _held.Clear();
        for (var i = 0; i < count; i++)
        {
            _held.Add((reader.Read<TEvent>(), reader.ReadInt64()));
        }

        var horizon = reader.ReadInt64();
        if (horizon != (_options.DuplicateHorizon?.Ticks ?? -1))
        {
            throw new SnapshotException("The snapshot was made with another duplicate horizon.");
        }

        _remembered?.Restore(reader);
    }

    private RejectionReason? CheckNumber(TEvent value)
    {
        if (_numberSelector is null)
        {
            return null;
        }

        return _numberSelector(value) switch
        {
            null => _options.MissingIsInvalid ? RejectionReason.InvalidNumber : null,
            { } number when !double.IsFinite(number) => RejectionReason.InvalidNumber,
            0 when _options.ZeroIsInvalid => RejectionReason.InvalidNumber,
            { } number when number < _options.SmallestNumber => RejectionReason.NumberTooSmall,
            { } number when number > _options.LargestNumber => RejectionReason.NumberTooLarge,
            _ => null,
        };
    }

    private RejectionReason? CheckTime(long ticks)
    {
        if (ticks < _options.Earliest.UtcTicks)
        {
            return RejectionReason.TooEarly;
        }

        return ticks > _options.Latest?.UtcTicks ? RejectionReason.TooFarAhead : null;
    }

    private void Hold(TEvent value, long ticks, Output<SanitizeResult<TEvent>> output)
    {
        _held.Add((value, ticks));
        if (_held.Count < _options.Confirmations)
        {
            return;
        }

        var median = Median();
        if (IsBelieved(median))
        {
            Release(median, output);
        }
        else
        {
            JudgeFirst(output);
        }
    }

    /// <summary>Believes the first of the held events unless one after it goes back behind it.</summary>
    private void JudgeFirst(Output<SanitizeResult<TEvent>> output)
    {
        var (first, ticks) = _held[0];
        _held.RemoveAt(0);
        if (IsContradicted(ticks) || !MayJumpTo(ticks))
        {
            Reject(first, RejectionReason.TooFarAhead, output);
            return;
        }

        _gap = _greatest != None ? Math.Max(_gap, ticks - _greatest)
            : _held.Count > 0 ? Math.Max(0, Earliest() - ticks)
            : 0;
        Accept(first, ticks, output);
        while (_held.Count > 0 && _held[0].Ticks - _greatest <= _options.MaxAhead!.Value.Ticks)
        {
            var (next, nextTicks) = _held[0];
            _held.RemoveAt(0);
            Accept(next, nextTicks, output);
        }
    }

    private long Earliest()
    {
        var earliest = long.MaxValue;
        foreach (var (_, ticks) in _held)
        {
            earliest = Math.Min(earliest, ticks);
        }

        return earliest;
    }

    private bool IsContradicted(long ticks)
    {
        foreach (var (_, later) in _held)
        {
            if (ticks - later > _options.MaxAhead!.Value.Ticks)
            {
                return true;
            }
        }

        return false;
    }

    private bool MayJumpTo(long ticks) =>
        _greatest == None
        || _options.Latest is not null
        || ticks - _greatest <= Int128.Max(_gap * 2, _options.MaxAhead!.Value.Ticks * (Int128)LongestJump);

    private bool IsWithinAKnownGap(long ticks) => _greatest != None && ticks - _greatest <= _gap * 2;

    private long Median()
    {
        var sorted = _sorted.AsSpan(0, _held.Count);
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = _held[i].Ticks;
        }

        sorted.Sort();
        return sorted[(sorted.Length - 1) / 2];
    }

    private bool IsBelieved(long median)
    {
        var near = 0;
        foreach (var (_, ticks) in _held)
        {
            near += Math.Abs(ticks - median) <= _options.MaxAhead!.Value.Ticks ? 1 : 0;
        }

        return near * 2 > _held.Count;
    }

    private void Release(long median, Output<SanitizeResult<TEvent>> output)
    {
        foreach (var (value, ticks) in _held)
        {
            if (ticks - median > _options.MaxAhead!.Value.Ticks)
            {
                Reject(value, RejectionReason.TooFarAhead, output);
            }
            else
            {
                Accept(value, ticks, output);
            }
        }

        _held.Clear();
    }

    private void RejectHeld(Output<SanitizeResult<TEvent>> output)
    {
        foreach (var (value, _) in _held)
        {
            Reject(value, RejectionReason.TooFarAhead, output);
        }

        _held.Clear();
    }

    private void Accept(TEvent value, long ticks, Output<SanitizeResult<TEvent>> output)
    {
        if (IsDuplicate(value, ticks))
        {
            Reject(value, RejectionReason.Duplicate, output);
            return;
        }

        _greatest = Math.Max(_greatest, ticks);
        _passed++;
        output.Emit(value);
    }

    private bool IsDuplicate(TEvent value, long ticks)
    {
        if (_remembered is null)
        {
            return false;
        }

        var start = Math.Max(_greatest, ticks) - _options.DuplicateHorizon!.Value.Ticks;
        if (ticks < start)
        {
            _counters = _counters with { BeyondHorizon = _counters.BeyondHorizon + 1 };
            return false;
        }

        _remembered.Touch(value, out var existed) = ticks;
        while (_remembered.OldestValue < start)
        {
            _remembered.RemoveOldest();
        }

        return existed;
    }

    private void Reject(TEvent value, RejectionReason reason, Output<SanitizeResult<TEvent>> output)
    {
        _counters = _counters.With(reason);
        output.Emit(new Rejected<TEvent>(value, reason, Counters));
    }
}
