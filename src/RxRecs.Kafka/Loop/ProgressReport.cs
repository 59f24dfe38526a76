namespace RxRecs.Kafka;

/// <summary>Tells now and then how far the reading has come: the telemetry, and whoever has asked for it.</summary>
internal sealed class ProgressReport(
    Reading reading,
    ConsumerClient client,
    OwnedPartitions owned,
    Assignment assignment,
    DeadLetterReports dead,
    SlowWork slow)
{
    /// <summary>Gives the time between two reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _last;

    /// <summary>The interval to the next report begins.</summary>
    public void Begin(long now) => _last = now;

    /// <summary>Tells if it is time to.</summary>
    /// <param name="records">The number of records that have been taken.</param>
    /// <param name="now">The clock's timestamp.</param>
    public void Tell(long records, long now)
    {
        if (reading.Clock.GetElapsedTime(_last, now) < Interval)
        {
            return;
        }

        Begin(now);
        Report(records);
        dead.Tell();
    }

    private void Report(long records)
    {
        var lag = 0L;
        foreach (var each in owned)
        {
            var end = client.EndOf(each.Id);
            each.NoteEnd(end);
            each.Tell(end, each.IsBegun ? reading.Target.Watermark(each) : 0);
            lag += Math.Max(0, Math.Min(end, each.EndOffset) - Math.Max(0, each.NextOffset));
        }

        var progress = new KafkaProgress(
            records, dead.Count, reading.Target.Late, lag, owned.Count, owned.All(static each => each.IsAtEnd))
        {
            IsCaughtUp = assignment.IsSettled && owned.All(static each => each.IsCaughtUp),
        };
        slow.Run(() => reading.Options.Progress?.Report(progress));
    }
}
