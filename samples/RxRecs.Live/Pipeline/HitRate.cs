using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Counts how often the item that a user turned to was among the twenty recommended just before: per ten seconds of
/// event time, of at most <see cref="MostPerSecond"/> events a second.
/// </summary>
internal sealed class HitRate
{
    public const int Places = 20;
    private const int MostPerSecond = 25;
    private const int Kept = 90;
    private static readonly long PointTicks = TimeSpan.FromSeconds(10).Ticks;
    private readonly List<(long Ticks, int Hits, int Tests)> _points = [];
    private long _second;
    private int _inSecond;

    /// <summary>Tells whether the event at a time is to be tested.</summary>
    public bool IsDue(DateTimeOffset time)
    {
        var second = time.UtcTicks / TimeSpan.TicksPerSecond;
        if (second > _second)
        {
            (_second, _inSecond) = (second, 0);
        }

        return second == _second && _inSecond++ < MostPerSecond;
    }

    public void Add(DateTimeOffset time, bool isHit)
    {
        var start = time.UtcTicks - (time.UtcTicks % PointTicks);
        if (_points.Count == 0 || _points[^1].Ticks < start)
        {
            _points.Add((start, 0, 0));
            if (_points.Count > Kept)
            {
                _points.RemoveAt(0);
            }
        }

        var (ticks, hits, tests) = _points[^1];
        _points[^1] = (ticks, hits + (isHit ? 1 : 0), tests + 1);
    }

    /// <summary>Gives the points with the interval of Wilson (1927) at 95 %.</summary>
    public HitRatePoint[] Points() => [.. _points.Select(point =>
    {
        var share = ConfidenceInterval.OfShare(point.Hits, point.Tests);
        return new HitRatePoint(
            new DateTimeOffset(point.Ticks, TimeSpan.Zero), share.Value, share.Low, share.High, point.Tests);
    })];

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_second);
        writer.WriteInt32(_inSecond);
        writer.WriteCount(_points.Count);
        foreach (var (ticks, hits, tests) in _points)
        {
            writer.WriteInt64(ticks);
            writer.WriteInt32(hits);
            writer.WriteInt32(tests);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        (_second, _inSecond) = (reader.ReadInt64(), reader.ReadInt32());
        _points.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            _points.Add((reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32()));
        }
    }
}
