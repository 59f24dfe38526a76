using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Counts one kind of thing per period and compares the newest whole period with those before it: trend buckets in
/// order of event time, and their history. The newest bucket is kept beside the history, so that what it says can be
/// asked at any time and after a restore.
/// </summary>
/// <typeparam name="T">The type of the items that are counted.</typeparam>
internal sealed class SubjectTrends<T>(TimeSpan period, InsightOptions options)
    where T : notnull
{
    private readonly TrendBucketsState<T> _counts = new(period, options.Buckets, null);
    private readonly TrendHistory<T> _history = new(new StandardizedChangeScore(options.PeriodsKept - 1), null);
    private TrendBucket<T>? _newest;

    /// <summary>Gives the buckets that have closed and are still to be taken.</summary>
    public List<TrendBucket<T>> Closed => _counts.Closed;

    /// <summary>Gives the newest bucket; null before the first.</summary>
    public TrendBucket<T>? Newest => _newest;

    /// <summary>Counts what an event is about; 0 units only make the period known.</summary>
    public void Count(T item, long ticks, long units) => _counts.TryCount(item, ticks, units);

    public void MoveTo(long ticks) => _counts.MoveTo(ticks);

    public void Complete(long completeUntil) => _counts.Complete(completeUntil);

    /// <summary>Makes a bucket that has closed the newest.</summary>
    public void Take(TrendBucket<T> bucket)
    {
        if (_newest is not null)
        {
            _history.Add(_newest);
        }

        _newest = bucket;
    }

    /// <summary>Ranks all changes that matter; null where there is no period before.</summary>
    public TrendReport<T>? Rank() => _newest is { } newest && _history.Compare(newest) is { } transition
        ? TrendRanker.Rank(transition, transition.Changes, options.Ranking with { Top = int.MaxValue }, 0)
        : null;

    /// <summary>Tells by how much a count that was compared may be too low.</summary>
    public double ErrorOf(TrendReport<T>? ranked) => ranked?.Transition?.MaxError ?? _newest?.MaxError ?? 0;

    /// <summary>Tells of the greatest changes, and since when they have been.</summary>
    public InsightTrends<T> Describe(TrendReport<T>? ranked, Func<T, ItemFacts> factsOf)
    {
        if (ranked?.Transition is not { } transition)
        {
            return new InsightTrends<T> { MaxError = ErrorOf(ranked) };
        }

        var top = options.Ranking.Top;
        var kept = Kept();
        return new InsightTrends<T>
        {
            Rising = [.. ranked.Rising.Take(top).Select(Since)],
            Falling = [.. ranked.Falling.Take(top).Select(Since)],
            Turning =
            [
                .. ranked.Rising.Concat(ranked.Falling)
                    .OrderByDescending(static change => Math.Abs(change.Score ?? 0))
                    .ThenBy(static change => change.Item, transition.ItemOrder)
                    .Select(Since)
                    .Where(static change => change.TurnedFrom is not null)
                    .Take(top),
            ],
            MaxError = ErrorOf(ranked),
        };

        InsightChange<T> Since(TrendChange<T> change) => Describe(change, kept, factsOf(change.Item));
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _counts.Snapshot(writer);
        _history.Snapshot(writer);
        writer.WriteBoolean(_newest is not null);
        if (_newest is not null)
        {
            TrendBucket<T>.Write(writer, _newest);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _counts.Restore(reader);
        _history.Restore(reader);
        _newest = reader.ReadBoolean() ? TrendBucket<T>.Read(reader) : null;
        var isSound = _history.NewestIndex is not { } before
            || (_newest is { Index: var index } && index > before
                && (Int128)index - before <= DateTimeOffset.MaxValue.UtcTicks);
        if (!isSound)
        {
            throw new SnapshotException("Periods that are out of order: the snapshot is damaged.");
        }
    }

    // The newest periods, oldest first; null where one was skipped, as the periods before it were all empty.
    private TrendBucket<T>?[] Kept()
    {
        var newest = _newest!;
        var kept = new TrendBucket<T>?[Math.Min(options.PeriodsKept, _history.BucketsUpTo(newest))];
        kept[^1] = newest;
        foreach (var bucket in _history.Baseline)
        {
            var back = newest.Index - bucket.Index;
            if (back > 0 && back < kept.Length)
            {
                kept[kept.Length - 1 - back] = bucket;
            }
        }

        return kept;
    }

    private InsightChange<T> Describe(TrendChange<T> change, TrendBucket<T>?[] kept, ItemFacts facts)
    {
        var counts = Array.ConvertAll(kept, bucket => bucket?.CountOf(change.Item) ?? 0);
        var score = change.Score ?? 0;
        var direction = Math.Sign(score);
        var began = counts.Length - 1;
        while (began > 1 && Math.Sign(counts[began - 1] - counts[began - 2]) == direction)
        {
            began--;
        }

        var turned = began - 1;
        while (turned > 0 && !Matters(change.Item, counts[turned - 1], counts[turned], -direction))
        {
            turned--;
        }

        return new InsightChange<T>(change.Item, change.Before, change.Now, score)
        {
            Facts = facts,
            Since = StartOf(kept, began),
            CountBefore = counts[began - 1],
            MayBeOlder = began == 1 && _history.BucketsUpTo(_newest!) > counts.Length,
            TurnedFrom = turned > 0 ? StartOf(kept, turned) : null,
            Counts = counts,
        };
    }

    private bool Matters(T item, double before, double now, int direction)
    {
        var score = StandardizedChangeScore.Of(before, now);
        return Math.Sign(score) == direction && Math.Abs(score) >= options.Ranking.MinScore
            && TrendRanker.IsRelevant(new TrendChange<T>(item, before, now, score), options.Ranking);
    }

    private static DateTimeOffset StartOf(TrendBucket<T>?[] kept, int place) =>
        kept.Skip(place).First(static bucket => bucket is not null)!.Start;
}
