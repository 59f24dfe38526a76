using RxRecs.Interactions;
using RxRecs.Machines;
using RxRecs.Time;
using RxRecs.Trending;

namespace RxRecs.Ranking;

/// <summary>The trend as of the last complete bucket: buckets, their history and the newest report, which is made anew from them.</summary>
internal sealed class ShopTrends
{
    private readonly TrendBucketsMachine<Interaction, long> _buckets;
    private readonly Output<EventTimeResult<Interaction, TrendBucket<long>>> _output = new();
    private readonly ShopRecommenderOptions _options;
    private TrendHistory<long> _history;

    public ShopTrends(ShopRecommenderOptions options)
    {
        _options = options;
        _buckets = new(
            options.BucketSize, value => value.Item, value => value.EventTime, options.Buckets, options.KindWeights.Of);
        _history = new(options.TrendScore, null);
    }

    public TrendReport<long>? Report { get; private set; }

    public long LateEvents { get; private set; }

    public void Learn(Interaction value)
    {
        _buckets.OnEvent(value, _output);
        if (_output.Count != 0)
        {
            TakeBuckets();
        }
    }

    public void AdvanceTo(DateTimeOffset watermark)
    {
        _buckets.OnWatermark(watermark, _output);
        TakeBuckets();
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(LateEvents);
        _buckets.Snapshot(writer);
        _history.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        LateEvents = reader.ReadInt64();
        _buckets.Restore(reader);
        _history = new(_options.TrendScore, null);
        _history.Restore(reader);
        MakeReport();
    }

    private void TakeBuckets()
    {
        var before = _history.Buckets;
        try
        {
            foreach (var result in _output.Results)
            {
                if (result.IsLate)
                {
                    LateEvents++;
                }
                else if (!result.Result.IsPartial || _options.TrendRanking.IncludePartial)
                {
                    _history.Add(result.Result);
                }
            }
        }
        finally
        {
            _output.Clear();
        }

        if (_history.Buckets != before)
        {
            MakeReport();
        }
    }

    private void MakeReport() => Report = _history.Transition() is { } transition
        ? TrendRanker.Rank(transition, transition.Changes, _options.TrendRanking, _history.Buckets)
        : null;
}
