using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Says where panes begin: step k is a fixed length of time after the origin, or so many days of a zone after the
/// origin's day.
/// </summary>
internal sealed class TrendGrid
{
    private readonly long _origin;
    private readonly long _advance;
    private readonly LocalDays? _days;

    /// <summary>Makes the grid of buckets that consist of so many panes.</summary>
    public TrendGrid(TimeSpan size, int panesPerBucket, TrendBucketsOptions options)
    {
        var advance = TimeSpan.FromTicks(size.Ticks / panesPerBucket);
        if (options.TimeZone is not { } zone)
        {
            (_origin, _advance) = ((options.Origin ?? DateTimeOffset.UnixEpoch).UtcTicks, advance.Ticks);
            return;
        }

        _days = new LocalDays(zone);
        _origin = options.Origin is { } origin ? _days.DayOf(origin.UtcTicks) : _days.Epoch;
        _advance = advance.Ticks / TimeSpan.TicksPerDay;
    }

    /// <summary>The number of the pane that a time falls into.</summary>
    public long IndexOf(long ticks) =>
        LocalDays.FloorDivide((_days?.DayOf(ticks) ?? ticks) - _origin, _advance);

    public long StartOf(long index) =>
        _days is null ? _origin + index * _advance : _days.StartOf(_origin + index * _advance);

    /// <summary>Writes the settings and, where they depend on the rules of a zone, where these panes begin.</summary>
    public void Snapshot(SnapshotWriter writer, IEnumerable<long> indexes)
    {
        writer.WriteInt64(_origin);
        writer.WriteInt64(_advance);
        writer.WriteBoolean(_days is not null);
        _days?.Snapshot(writer, indexes.Select(index => _origin + index * _advance));
    }

    /// <summary>Refuses other settings, and takes over where the panes of the snapshot begin.</summary>
    public void Restore(SnapshotReader reader)
    {
        var (origin, advance, hasDays) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean());
        if (hasDays != _days is not null)
        {
            throw new SnapshotException(
                $"The snapshot was made {(hasDays ? "with" : "without")} days of a time zone.");
        }

        _days?.Restore(reader);
        if (origin != _origin || advance != _advance)
        {
            throw new SnapshotException(
                $"The snapshot was made with {Describe(origin, advance)}, not {Describe(_origin, _advance)}.");
        }
    }

    private string Describe(long origin, long advance) => _days is null
        ? $"an origin of {origin} ticks and an advance of {new TimeSpan(advance)}"
        : $"an origin at day {origin} and an advance of {advance} days";
}
