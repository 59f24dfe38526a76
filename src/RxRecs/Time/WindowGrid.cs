using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Says where aligned windows begin and end: window k is [origin + k * advance, origin + k * advance + size), in UTC
/// ticks or in days of a zone. Between two neighboring edges lies a pane: every window consists of whole panes, and
/// there are at most two of them in an advance, however odd size and advance are to each other. With sizes of at most
/// 9,999 years no sum overflows. All that goes in and comes out is ticks.
/// </summary>
internal readonly struct WindowGrid
{
    private readonly long _size;
    private readonly long _advance;
    private readonly long _origin;
    private readonly long _first;
    private readonly long _rest;
    private readonly LocalDays? _days;

    public WindowGrid(TimeSpan size, TimeSpan advance, WindowOptions options)
    {
        _size = WindowSize.Check(size, options.TimeZone);
        _advance = WindowSize.Check(advance, options.TimeZone);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(advance, size);
        _days = options.TimeZone is { } zone ? new LocalDays(zone) : null;
        _origin = _days is null ? (options.Origin ?? DateTimeOffset.UnixEpoch).UtcTicks
            : options.Origin is { } origin ? _days.DayOf(origin.UtcTicks)
            : _days.Epoch;
        _first = _origin % _advance; // the same grid from its first edge on, so that no difference overflows
        _rest = _size % _advance;
    }

    /// <summary>Tells whether every window is one pane.</summary>
    public bool IsTumbling => _size == _advance;

    /// <summary>The pane that a time falls into.</summary>
    public (long Start, long End) PaneOf(long ticks)
    {
        var unit = ToUnit(ticks);
        var start = LastWindowStart(unit);
        return _rest == 0 ? (ToTicks(start), ToTicks(start + _advance))
            : unit - start < _rest ? (ToTicks(start), ToTicks(start + _rest))
            : (ToTicks(start + _rest), ToTicks(start + _advance));
    }

    /// <summary>The end of the last window that a time belongs to.</summary>
    public long LastEnd(long ticks) => ToTicks(LastWindowStart(ToUnit(ticks)) + _size);

    /// <summary>The least end of a window that is after a time.</summary>
    public long FirstEndAfter(long ticks) =>
        ToTicks(_first + _size + ((LocalDays.FloorDivide(ToUnit(ticks) - _first - _size, _advance) + 1) * _advance));

    /// <summary>The start of the window that ends at a time.</summary>
    public long StartOf(long end) => ToTicks(ToUnit(end) - _size);

    /// <summary>Writes the settings and, where they depend on the rules of a zone, where these edges are.</summary>
    public void Snapshot(SnapshotWriter writer, IEnumerable<long> edges)
    {
        writer.WriteInt64(_size);
        writer.WriteInt64(_advance);
        writer.WriteInt64(_origin);
        writer.WriteBoolean(_days is not null);
        _days?.Snapshot(writer, edges.Select(_days.DayOf));
    }

    /// <summary>Reads the settings that a snapshot was made with and refuses others; takes over its edges.</summary>
    public void Restore(SnapshotReader reader)
    {
        var (size, advance, origin) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var hasDays = reader.ReadBoolean();
        if (hasDays != _days is not null)
        {
            throw new SnapshotException(
                $"The snapshot was made {(hasDays ? "with" : "without")} days of a time zone.");
        }

        _days?.Restore(reader);
        if ((size, advance, origin) != (_size, _advance, _origin))
        {
            throw new SnapshotException(
                $"The snapshot was made with windows of {Describe(size, advance, origin)}, " +
                $"not of {Describe(_size, _advance, _origin)}.");
        }
    }

    private string Describe(long size, long advance, long origin) => _days is null
        ? $"{new TimeSpan(size)} every {new TimeSpan(advance)} from tick {origin}"
        : $"{size} days every {advance} from day {origin}";

    private long ToUnit(long ticks) => _days is null ? ticks : _days.DayOf(ticks);

    private long ToTicks(long unit) => _days is null ? unit : _days.StartOf(unit);

    private long LastWindowStart(long unit) =>
        _first + (LocalDays.FloorDivide(unit - _first, _advance) * _advance);
}
