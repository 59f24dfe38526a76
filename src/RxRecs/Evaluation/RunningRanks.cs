using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>The cumulative, sliding and fading means over a sequence of ranks.</summary>
internal sealed class RunningRanks(int k, int windowSize, double fadingFactor)
{
    private readonly RankCounts _all = new(k);
    private readonly RankCounts _recent = new(k);
    private int[] _window = [];
    private FadingMeans _fading = new(fadingFactor);

    public (MetricMeans All, MetricMeans Recent, MetricMeans Fading) Add(int rank)
    {
        var at = (int)(_all.Count % windowSize);
        if (_all.Count >= windowSize)
        {
            _recent.Add(_window[at], -1);
        }
        else if (at == _window.Length)
        {
            Array.Resize(ref _window, (int)Math.Min(windowSize, Math.Max(16L, at * 2L)));
        }

        _window[at] = rank;
        _recent.Add(rank);
        _all.Add(rank);
        return (_all.Means(), _recent.Means(), _fading.Add(rank, _all.Count));
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(k);
        writer.WriteCount(windowSize);
        writer.WriteDouble(fadingFactor);
        _all.Snapshot(writer);
        _fading.Snapshot(writer);
        var held = (int)Math.Min(_all.Count, windowSize);
        writer.WriteCount(held);
        for (var i = 0; i < held; i++)
        {
            writer.WriteCount(_window[i]);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        if (reader.ReadSize() != k || reader.ReadSize() != windowSize || reader.ReadDouble() != fadingFactor)
        {
            throw new SnapshotException(
                "The snapshot was made with another list length, window size or fading factor.");
        }

        _all.Restore(reader);
        _fading.Restore(reader);
        var held = reader.ReadCount();
        if (held != Math.Min(_all.Count, windowSize))
        {
            throw new SnapshotException($"A window of {held} ranks: the snapshot is damaged.");
        }

        _window = new int[held];
        _recent.Clear();
        for (var i = 0; i < held; i++)
        {
            var rank = reader.ReadSize();
            _window[i] = rank <= k ? rank : throw new SnapshotException($"A rank of {rank}: the snapshot is damaged.");
            _recent.Add(rank);
        }
    }
}
