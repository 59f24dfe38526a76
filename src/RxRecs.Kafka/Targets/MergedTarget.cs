namespace RxRecs.Kafka;

/// <summary>
/// Hands on the records of all partitions in order of event time; equal times in order of partition, then of offset.
/// A record goes out once no partition that is not idle can bring an earlier one. Whether a record is late is decided
/// by its own partition's watermark, so it does not depend on how fast the partitions are fetched.
/// </summary>
internal sealed class MergedTarget<T>(
    KafkaMergeOptions options,
    TopicObserver<KafkaRecord<T>> observer,
    TopicRun run) : RecordTarget<T>
{
    private readonly List<MergedPartition<T>> _partitions = [];
    private long _released = BoundedDisorder.None;
    private MergedPartition<T>? _last;
    private long _late;
    private long _values;
    private int _paused;

    public override long Values => _values;

    public override long Late => _late;

    public override bool MeasuresProcess => true;

    public override void Begin(OwnedPartition partition)
    {
        _partitions.Add(new MergedPartition<T>(partition));
        _partitions.Sort(static (a, b) =>
            (a.Id.Id.Topic, a.Id.Id.Partition.Value).CompareTo((b.Id.Id.Topic, b.Id.Id.Partition.Value)));
    }

    public override bool Take(OwnedPartition partition, in KafkaRecord<T> record)
    {
        var merged = Find(partition);
        var eventTicks = record.EventTicks;
        if (IsLate(partition, eventTicks))
        {
            var limit = new DateTimeOffset(Math.Max(merged.Watermark, _released), TimeSpan.Zero);
            var late = new LateEvent<KafkaRecord<T>>(record, record.EventTime, limit, ++_late);
            partition.CountLate();
            if (!observer.Take(late, partition, record.Offset))
            {
                return false;
            }

            _values++;
        }
        else
        {
            merged.Pending.Add(eventTicks, (record, merged.Offsets.Take(record.Offset)));
            merged.IsIdle = false;
        }

        merged.Watermark = Math.Max(merged.Watermark, eventTicks - options.AllowedLateness.Ticks);
        Release();

        if (merged.Watermark <= Limit())
        {
            // All wait for this one, so it must go on; what it holds now is what the allowed lateness takes.
            merged.Needed = Math.Max(merged.Needed, merged.Pending.Count);
        }
        else if (merged.Pending.Count >= options.MaxPending + merged.Needed && !partition.IsPaused)
        {
            run.Control.Pause(partition);
            _paused++;
        }

        // What is held is not processed, and its ticket says so.
        return true;
    }

    // What one record says is not late for being written in another order.
    public override bool TakeAll(OwnedPartition partition, IReadOnlyList<KafkaRecord<T>> values) =>
        base.TakeAll(partition, values.Count == 1 ? values : [.. values.OrderBy(static each => each.EventTicks)]);

    public override long Save(OwnedPartition partition)
    {
        var merged = Find(partition);
        return Math.Min(merged.Redone, merged.Offsets.First ?? partition.NextOffset);
    }

    public override void Redo(OwnedPartition partition, in Delivery delivery)
    {
        var merged = Find(partition);
        merged.Redone = Math.Min(merged.Redone, delivery.Position);
    }

    public override long Watermark(OwnedPartition partition) => Find(partition).Watermark;

    public override bool IsLate(OwnedPartition partition, long eventTicks) =>
        eventTicks < _released || base.IsLate(partition, eventTicks);

    public override void Quiet(OwnedPartition partition, TimeSpan by) => ExcludeFromWatermark(partition);

    public override void Complete(OwnedPartition partition) => ExcludeFromWatermark(partition);

    public override void Finish()
    {
        _partitions.ForEach(static each => each.IsIdle = true);
        Release();
    }

    public override void ReleaseWaiting() => Release();

    public override void Reset() => _released = BoundedDisorder.None;

    public override void End(OwnedPartition partition)
    {
        _partitions.RemoveAll(each => ReferenceEquals(each.Id, partition));
        _last = null;
        _paused -= partition.IsPaused ? 1 : 0;
    }

    // Records come from one partition for as long as what was fetched of it lasts.
    private MergedPartition<T> Find(OwnedPartition partition) =>
        _last is { } last && ReferenceEquals(last.Id, partition)
            ? last
            : _last = _partitions.Find(each => ReferenceEquals(each.Id, partition))
                ?? throw new InvalidOperationException($"{partition} is not merged.");

    private void ExcludeFromWatermark(OwnedPartition partition)
    {
        Find(partition).IsIdle = true;
        Release();
    }

    private void Release()
    {
        while (!observer.IsDisposed && Next() is { } next)
        {
            next.Pending.TryTake(long.MaxValue, out _released, out var taken);
            if (!Hand(next, taken.Record))
            {
                return;
            }

            _values++;
            next.Offsets.Finish(taken.Ticket);
        }

        if (_paused > 0)
        {
            ResumeBelow(Limit());
        }
    }

    // A record is processed when it goes out, not when it comes.
    private bool Hand(MergedPartition<T> partition, in KafkaRecord<T> record)
    {
        var work = partition.Id.BeginProcess(record.Headers, record.Offset);
        try
        {
            var isTaken = observer.Take(record, partition.Id, record.Offset);
            work.End();
            return isTaken;
        }
        catch (Exception error)
        {
            work.End(error);
            throw;
        }
    }

    // The least watermark of those waited for.
    private long Limit()
    {
        var limit = long.MaxValue;
        foreach (var each in _partitions)
        {
            limit = each.IsIdle ? limit : Math.Min(limit, each.Watermark);
        }

        return limit;
    }

    private void ResumeBelow(long limit)
    {
        foreach (var each in _partitions)
        {
            if (each.Id.IsPaused
                && (each.Pending.Count <= (options.MaxPending / 2) + each.Needed || each.Watermark <= limit))
            {
                run.Control.Resume(each.Id);
                _paused--;
            }
        }
    }

    // The earliest record held, unless a partition that is waited for can still bring one that belongs before it: an
    // earlier one or, from a partition that comes first, one of the same time.
    private MergedPartition<T>? Next()
    {
        MergedPartition<T>? earliest = null;
        foreach (var each in _partitions)
        {
            if (each.Pending.Count > 0 && (earliest is null || each.Pending.NextTicks < earliest.Pending.NextTicks))
            {
                earliest = each;
            }
        }

        return earliest is not null && IsNext(earliest) ? earliest : null;
    }

    private bool IsNext(MergedPartition<T> earliest)
    {
        var time = earliest.Pending.NextTicks;
        var isBefore = true;
        foreach (var each in _partitions)
        {
            isBefore &= !ReferenceEquals(each, earliest);
            if (!each.IsIdle && (each.Watermark < time || (isBefore && each.Watermark == time)))
            {
                return false;
            }
        }

        return true;
    }
}
