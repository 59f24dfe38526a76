using Confluent.Kafka;

namespace RxRecs.Kafka.Replay;

/// <summary>
/// Chooses the rows to send. What is in a partition is a prefix of the rows that belong there, for an idempotent
/// producer keeps the order: so one position per partition tells what is missing.
/// </summary>
internal sealed class ReplayPlan<T>(
    KafkaReplayOptions<T> options,
    ReplayMarker? marker,
    WrittenPartition[]? written,
    CancellationToken cancellationToken)
{
    private long _read;
    private long _alreadyThere;
    private long _notSampled;

    public long Read => Interlocked.Read(ref _read);

    public long AlreadyThere => Interlocked.Read(ref _alreadyThere);

    public long NotSampled => Interlocked.Read(ref _notSampled);

    /// <summary>Makes the headers of a row that is to be found again; null where none are.</summary>
    public Func<PlannedRow<T>, Headers>? HeadersSelector => marker is null || written is null
        ? null
        : row => marker.HeadersOf(row.Row.Position, written.Length, written[row.Partition].Others);

    /// <summary>The position of the last row that is decided: sent, or rightly left out.</summary>
    public long LastPosition { get; private set; } = options.StartAfter;

    /// <summary>The rows to send; ends when cancelled.</summary>
    public IEnumerable<PlannedRow<T>> Choose(IEnumerable<(long Position, T Value)> rows)
    {
        var before = long.MinValue;
        foreach (var row in rows)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            if (row.Position <= before)
            {
                throw new ArgumentException(
                    $"Row {row.Position} comes after row {before}: the positions must rise.", nameof(rows));
            }

            before = row.Position;
            Interlocked.Increment(ref _read);
            if (Planned(row) is { } planned)
            {
                // Decided by the sender: a row that is handed out may still fail.
                yield return planned;
            }
            else
            {
                Decided(row.Position);
            }
        }
    }

    public void Decided(long position) => LastPosition = Math.Max(LastPosition, position);

    private PlannedRow<T>? Planned((long Position, T Value) row)
    {
        if (row.Position <= options.StartAfter)
        {
            Interlocked.Increment(ref _alreadyThere);
            return null;
        }

        var user = options.UserSelector(row.Value);
        if (!UserSample.Contains(user, row.Position, options.Share, options.ShareSeed))
        {
            Interlocked.Increment(ref _notSampled);
            return null;
        }

        var key = KafkaKey.Of(user);
        if (written is null)
        {
            return new PlannedRow<T>(row, key, -1);
        }

        var partition = key is null
            ? (int)((ulong)row.Position % (uint)written.Length)
            : KafkaPartitioner.PartitionOf(key, written.Length);
        if (row.Position <= written[partition].Position)
        {
            Interlocked.Increment(ref _alreadyThere);
            return null;
        }

        return new PlannedRow<T>(row, key, partition);
    }
}
