namespace RxRecs.Kafka;

/// <content>What the pipelines take before the first record of their partitions.</content>
internal sealed partial class PipelineTarget<T, TResult>
{
    private long Until => past?.History.Until.UtcTicks ?? 0;

    public override void HaveBegun(IReadOnlyCollection<OwnedPartition> partitions)
    {
        var parts = partitions
            .Where(each => _parts[each].IsBeforeHistory)
            .ToDictionary(static each => each.Id.Partition.Value, each => (Partition: each, Part: _parts[each]));
        if (parts.Count == 0)
        {
            return;
        }

        var first = parts.Values.First().Partition;
        foreach (var record in past!.Records(first.Id.Topic, first.PartitionCount))
        {
            if (run.Control.IsCanceled)
            {
                throw new OperationCanceledException();
            }

            if (observer.IsDisposed)
            {
                return;
            }

            if (parts.TryGetValue(record.Partition, out var each))
            {
                each.Part.Pipeline!.TakePast(record);
                ThrowIfFailed(each.Partition, each.Part, "in the history");
                _values++;
            }
        }

        SaveBehindHistory(parts.Values);
    }

    private KafkaFailureException OtherHistory(OwnedPartition partition, Checkpoint checkpoint)
    {
        return new KafkaFailureException(
            KafkaFailure.Checkpoint,
            $"The checkpoint '{NameOf(partition)}' was saved with {Told(checkpoint.Until)}, and this run has"
            + $" {Told(Until)}: events would be missing, or count twice. Run with Until as it was (the history is not"
            + " read again), or read anew under another Name (or group).");

        static string Told(long until) =>
            until == 0 ? "no history" : $"a history until {new DateTimeOffset(until, TimeSpan.Zero):O}";
    }

    private void SaveBehindHistory(IReadOnlyCollection<(OwnedPartition Partition, Part Part)> parts)
    {
        if (NeedsCheckpoints)
        {
            run.Control.Flush();
        }

        foreach (var (partition, part) in parts.Where(static each => !each.Part.IsCut))
        {
            (part.IsBeforeHistory, part.IsAnew) = (false, false);
            if (NeedsCheckpoints)
            {
                Store(partition, part, part.Pipeline!.Save(partition.NextOffset));
            }
        }
    }
}
