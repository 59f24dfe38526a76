using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Where aligned windows begin and end, in UTC ticks: window k is [origin + k * advance, origin + k * advance + size).
/// Between two neighbouring edges lies a pane: every window consists of whole panes, and there are at most two of them
/// in an advance, however odd size and advance are to each other. With sizes of at most 9,999 years no sum overflows.
/// </summary>
internal readonly struct WindowGrid
{
    private readonly long _size;
    private readonly long _advance;
    private readonly long _origin;
    private readonly long _first;
    private readonly long _rest;

    public WindowGrid(TimeSpan size, TimeSpan advance, long origin)
    {
        _size = WindowSize.Check(size);
        _advance = WindowSize.Check(advance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(advance, size);
        _origin = origin;
        _first = origin % advance.Ticks; // the same grid from its first edge on, so that no difference overflows
        _rest = _size % _advance;
    }

    public long Size => _size;

    /// <summary>Whether every window is one pane.</summary>
    public bool IsTumbling => _size == _advance;

    /// <summary>The pane that a time falls into.</summary>
    public (long Start, long End) PaneOf(long ticks)
    {
        var start = StartOfLast(ticks);
        return _rest == 0 ? (start, start + _advance)
            : ticks - start < _rest ? (start, start + _rest)
            : (start + _rest, start + _advance);
    }

    /// <summary>The end of the last window that a time belongs to.</summary>
    public long LastEnd(long ticks) => StartOfLast(ticks) + _size;

    /// <summary>The least end of a window that is after a time.</summary>
    public long FirstEndAfter(long ticks) =>
        _first + _size + ((Divide(ticks - _first - _size, _advance) + 1) * _advance);

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_size);
        writer.WriteInt64(_advance);
        writer.WriteInt64(_origin);
    }

    /// <summary>Reads the settings that a snapshot was made with and refuses others.</summary>
    public void Check(SnapshotReader reader)
    {
        var (size, advance, origin) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        if ((size, advance, origin) != (_size, _advance, _origin))
        {
            throw new SnapshotException(
                $"The snapshot was made with windows of {new TimeSpan(size)} every {new TimeSpan(advance)} " +
                $"from tick {origin}, " +
                $"not of {new TimeSpan(_size)} every {new TimeSpan(_advance)} from tick {_origin}.");
        }
    }

    private static long Divide(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    private long StartOfLast(long ticks) => _first + (Divide(ticks - _first, _advance) * _advance);
}
