namespace RxRecs.Kafka;

/// <summary>Tells the target, on the loop's thread, of the turns that its partitions take: they begin, are read to
/// where the reading shall end, or have gone.</summary>
internal sealed class PartitionTurns(
    Reading reading, OwnedPartitions owned, Assignment assignment, SlowWork slow, CheckPace pace)
{
    /// <summary>Begins with those that have come. Their pipelines are made here and not within the rebalance: restoring
    /// state takes time.</summary>
    public void BeginNew()
    {
        // Apart from the rest, whose closures would be made for each record.
        if (assignment.HasNew)
        {
            assignment.TakeNew();
            BeginOwned();
        }
    }

    /// <summary>Has what waited for partitions that have gone go on.</summary>
    public void ReleaseLostPartitions()
    {
        if (assignment.TakeGone())
        {
            slow.Run(reading.Target.ReleaseWaiting);
        }
    }

    /// <summary>A partition has been read to where the reading shall end.</summary>
    public void Complete(OwnedPartition partition)
    {
        if (partition.IsCompleted)
        {
            return;
        }

        partition.IsCompleted = true;
        partition.IsAtEnd = true;
        pace.Hasten();

        // What a transaction leaves behind has an offset but is no record.
        partition.NextOffset = Math.Max(partition.NextOffset, partition.EndOffset);
        slow.Run(() => reading.Target.Complete(partition));
    }

    private void BeginOwned()
    {
        var begun = new List<OwnedPartition>();
        foreach (var each in owned.ToList())
        {
            if (each.IsBegun || each.IsGone)
            {
                continue;
            }

            each.IsBegun = true;
            each.QuietSince = reading.Clock.GetTimestamp();
            slow.Run(() => reading.Target.Begin(each));
            begun.Add(each);
        }

        slow.Run(() => reading.Target.HaveBegun(begun.FindAll(static each => !each.IsGone)));
        foreach (var each in begun.Where(static each => each.NextOffset >= each.EndOffset && !each.IsGone))
        {
            Complete(each);
        }
    }
}
