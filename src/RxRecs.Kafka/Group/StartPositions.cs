using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Finds where reading begins in each partition: at what the target has saved, or else at what the group has committed,
/// or else at the start that the user chose. A broker that cannot tell just now, because a leader or a coordinator is
/// moving, is asked again for as long as a broker may be silent at the start.
/// </summary>
internal sealed class StartPositions(RebalanceClient client, Reading reading)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    private readonly KafkaSourceOptions _options = reading.Options;
    private readonly long _start = reading.Clock.GetTimestamp();

    /// <summary>Partitions of topics made anew: whatever is there is new.</summary>
    public IReadOnlyCollection<TopicPartition> Anew { get; init; } = [];

    public void Resolve(IReadOnlyCollection<OwnedPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            partition.NextOffset = reading.Target.FindPosition(partition)
                ?? (Anew.Contains(partition.Id) ? Offset.Beginning : Offset.Unset).Value;
        }

        // State that was not saved cannot go on in the middle: without a checkpoint, what was committed does not count.
        if (_options.Group is not null && !reading.Target.SavesState)
        {
            Fill(partitions, wanted => Ask(() => client.Committed(wanted)));
        }

        // One that came while we ran was empty then: whatever is there now is new.
        foreach (var added in partitions.Where(each =>
            each.NextOffset == Offset.Unset.Value
            && each.Id.Partition.Value >= each.PartitionCount))
        {
            added.NextOffset = Offset.Beginning.Value;
        }

        Fill(partitions, wanted => _options.Start.Time is { } time
            ? Ask(() => client.At(wanted, At(time)))
            : wanted.Select(each => new TopicPartitionOffset(each, FromStart(each))));
        foreach (var partition in partitions)
        {
            ToNumber(partition);
        }
    }

    private TAnswer Ask<TAnswer>(Func<TAnswer> question)
    {
        while (true)
        {
            try
            {
                return question();
            }
            catch (KafkaException error) when (
                !reading.Cancellation.IsCancellationRequested
                && reading.Clock.GetElapsedTime(_start) < client.Timeout
                && !KafkaErrors.Any(error, KafkaErrors.IsTerminal))
            {
                reading.Cancellation.WaitHandle.WaitOne(BetweenAttempts);
            }
        }
    }

    // The first whole millisecond that is not before it. Negative ones are no times to a broker: -1 is the end.
    private static Timestamp At(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        var isBefore = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) < time;
        return new(Math.Max(0, isBefore ? milliseconds + 1 : milliseconds), TimestampType.CreateTime);
    }

    private Offset FromStart(TopicPartition partition) =>
        _options.Start.Offsets?.TryGetValue(partition, out var offset) == true ? offset : _options.Start.Offset;

    private static void Fill(
        IReadOnlyCollection<OwnedPartition> partitions,
        Func<IReadOnlyCollection<TopicPartition>, IEnumerable<TopicPartitionOffset>> find)
    {
        var open = partitions.Where(each => each.NextOffset == Offset.Unset.Value).ToDictionary(each => each.Id);
        if (open.Count > 0)
        {
            foreach (var found in find(open.Keys))
            {
                open[found.TopicPartition].NextOffset = found.Offset.Value;
            }
        }
    }

    // With numbers instead of "the beginning" and "the end", lag and completion need no special cases.
    private void ToNumber(OwnedPartition partition)
    {
        var isNumber = partition.NextOffset >= 0;
        var isEndKnown = _options.End.IsEndOfTopic || _options.End.Task is { IsCompleted: true };
        if (isNumber && !isEndKnown)
        {
            return;
        }

        var range = Ask(() => client.RangeOf(partition.Id));
        if (!isNumber)
        {
            partition.NextOffset = partition.NextOffset == Offset.Beginning.Value ? range.Low.Value : range.High.Value;
        }

        if (isEndKnown)
        {
            partition.EndOffset = range.High.Value;
        }

        if (partition.NextOffset > range.High.Value)
        {
            throw new KafkaFailureException(
                KafkaFailure.DataExpired,
                $"{partition} ends at offset {range.High.Value}, but the reading had come to {partition.NextOffset}: " +
                "the topic was made anew or has lost records. Delete what was saved or committed, or choose a start.");
        }
    }
}
