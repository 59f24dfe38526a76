namespace RxRecs.Kafka;

/// <content>
/// Results that go to an asynchronous handler. What is saved is the state of a moment whose results have all been
/// handled since; records are taken meanwhile. What happens without a record, and is saved before, waits until
/// everything that came before it has been handled.
/// </content>
internal sealed partial class PipelineTarget<T, TResult>
{
    private bool _isAnyDue;

    public override Exception? Failure => handlers?.Failure;

    public override bool HasWorkUnderWay => handlers is not null
        && (handlers.HasWorkUnderWay || _parts.Values.Any(static each => each.IsCompletionDue));

    public override void Look()
    {
        handlers?.Look();
        if (_isAnyDue)
        {
            CatchUp();
        }
    }

    public override void Settle(IReadOnlyCollection<OwnedPartition> partitions, bool mayCommit)
    {
        if (handlers is null)
        {
            return;
        }

        handlers.Settle(partitions, mayCommit);
        foreach (var part in partitions.Select(each => _parts.GetValueOrDefault(each)).OfType<Part>())
        {
            part.IsSettled = true;
        }
    }

    public override void NoteProcessed(OwnedPartition partition)
    {
        if (handlers is not null && _parts[partition] is { Pipeline: { } pipeline } part)
        {
            part.Handled = handlers.First(partition) - 1 ?? pipeline.Delivered;
        }
    }

    private bool IsHandedOn(OwnedPartition partition, PartitionResult<TResult> result)
    {
        handlers!.Take(partition, result, result.Sequence, result.NextOffset - 1);
        return true;
    }

    private bool MustWait(OwnedPartition partition) => _checkpoints.AreNeeded && handlers?.IsBusy(partition) == true;

    private void CatchUp()
    {
        _isAnyDue = false;
        foreach (var (partition, part) in _parts.Where(static each => each.Value.IsAnythingDue).ToList())
        {
            if (MustWait(partition))
            {
                _isAnyDue = true;
            }
            else
            {
                run.Control.RunSlowly(() => CatchUp(partition, part));
            }
        }
    }

    private void CatchUp(OwnedPartition partition, Part part)
    {
        if (part.QuietDue > TimeSpan.Zero)
        {
            var by = part.QuietDue;
            part.QuietDue = TimeSpan.Zero;
            Quiet(partition, by);
        }

        if (part.IsCompletionDue)
        {
            Complete(partition);
        }
    }

    private long SaveHandled(OwnedPartition partition, Part part)
    {
        var mayMark = !part.IsCut && partition.NextOffset != part.Position
            && (!partition.IsCompleted || part.IsCompletionDue);
        if (mayMark && part.Pipeline!.Sequence <= part.Handled)
        {
            part.Mark = NewMark(partition, part);
        }

        if (part.Mark is { } mark && mark.Sequence <= part.Handled)
        {
            Reach(partition, part, mark);
        }
        else if (part.IsSettled && SavesState && part.Checkpoint is { } last
            && last.Sequence <= part.Handled && last.Delivered < part.Handled)
        {
            // The next run begins at the last checkpoint, and leaves out what has been handled since.
            SaveCheckpoint(partition, part, last with { Delivered = part.Handled });
        }

        if (mayMark && part.Mark is null && partition.NextOffset != part.Position && !part.IsSettled)
        {
            part.Mark = NewMark(partition, part);
        }

        return part.Position;
    }

    private void Reach(OwnedPartition partition, Part part, Mark mark)
    {
        part.Mark = null;
        if (mark.State is { } state)
        {
            SaveCheckpoint(partition, part, state with { Delivered = part.Handled });
            part.Skipped?.RemoveWhere(offset => offset < mark.Offset);
        }

        part.Position = mark.Offset;
    }

    private Mark NewMark(OwnedPartition partition, Part part)
    {
        var state = _checkpoints.AreNeeded ? part.Pipeline!.Save(partition.NextOffset) : null;
        return new(partition.NextOffset, part.Pipeline!.Sequence, state);
    }

    /// <summary>A state that is saved once its results have been handled.</summary>
    /// <param name="Offset">The offset behind its last record.</param>
    /// <param name="Sequence">The number of its last result.</param>
    /// <param name="State">The state, where it is saved.</param>
    private sealed record Mark(long Offset, long Sequence, Checkpoint? State);
}
