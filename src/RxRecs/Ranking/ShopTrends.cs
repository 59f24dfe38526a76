using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The trend as of the last complete bucket. The history ends before that bucket, so that the report can be made anew
/// from the two after a restore.
/// </summary>
internal sealed class ShopTrends
{
    private readonly TrendBucketsMachine<Interaction, long> _buckets;
    private readonly Output<EventTimeResult<Interaction, TrendBucket<long>>> _output = new();
    private readonly ShopRecommenderOptions _options;
    private TrendHistory<long> _history;
    private TrendBucket<long>? _newest;

    public ShopTrends(ShopRecommenderOptions options)
    {
        _options = options;
        _buckets = new(
            options.BucketSize, value => value.Item, options.KindWeights.Of, value => value.EventTime, options.Buckets);
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
        writer.WriteBoolean(_newest is not null);
        if (_newest is not null)
        {
            TrendBucket<long>.Write(writer, _newest);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        LateEvents = reader.ReadInt64();
        _buckets.Restore(reader);
        _history = new(_options.TrendScore, null);
        _history.Restore(reader);
        _newest = reader.ReadBoolean() ? TrendBucket<long>.Read(reader) : null;
        try
        {
            MakeReport();
        }
        catch (InvalidOperationException error)
        {
            throw new SnapshotException($"The newest bucket cannot follow: the snapshot is damaged. {error.Message}");
        }
    }

    private void TakeBuckets()
    {
        var before = _newest;
        try
        {
            foreach (var result in _output.Results)
            {
                if (result.IsLate)
                {
                    LateEvents++;
                }
                else if (result.Result is { } bucket && (!bucket.IsPartial || _options.TrendRanking.IncludePartial))
                {
                    MoveTo(bucket);
                }
            }
        }
        finally
        {
            _output.Clear();
        }

        if (_newest != before)
        {
            MakeReport();
        }
    }

    private void MoveTo(TrendBucket<long> bucket)
    {
        if (_newest is not null)
        {
            _history.Add(_newest);
        }

        _newest = bucket;
    }

    private void MakeReport() => Report = _newest is { } newest && _history.Compare(newest) is { } transition
        ? TrendRanker.Rank(transition, transition.Changes, _options.TrendRanking, _history.BucketsUpTo(newest))
        : null;
}
