namespace RxRecs.Kafka;

/// <content>What the pipelines take before the first record of their partitions.</content>
internal sealed partial class PipelineTarget<T, TResult>
{
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

    private void SaveBehindHistory(IReadOnlyCollection<(OwnedPartition Partition, Part Part)> parts)
    {
        if (_checkpoints.AreNeeded)
        {
            run.Control.Flush();
        }

        foreach (var (partition, part) in parts.Where(static each => !each.Part.IsCut))
        {
            (part.IsBeforeHistory, part.IsAnew) = (false, false);
            if (_checkpoints.AreNeeded)
            {
                SaveCheckpoint(partition, part, part.Pipeline!.Save(partition.NextOffset));
            }
        }
    }
}
