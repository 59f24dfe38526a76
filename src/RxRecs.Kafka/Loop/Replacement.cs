using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Puts another client in the place of one that the group no longer knows, or that hears no broker any more: a broker
/// that was killed may have lost the group, and answers a heartbeat with that, or the process stood still and the
/// client has left by itself.
/// </summary>
internal sealed class Replacement(
    Reading reading,
    ConsumerClient client,
    OwnedPartitions owned,
    Inbox inbox,
    ExpiredPositions expired,
    RunFaults faults,
    Assignment assignment,
    Commits commits,
    Membership membership,
    QuietWatch quiet,
    CutOffWatch cutOff,
    StallWatch stalls,
    SlowWork slow)
{
    private static readonly TimeSpan BetweenJoins = TimeSpan.FromMilliseconds(250);

    private long? _first;
    private long _last;
    private long _recordsAtLast;

    /// <summary>Replaces the client if that is due.</summary>
    /// <param name="records">The number of records that have been taken.</param>
    public void Look(long records)
    {
        if (faults.Expulsion is { } expulsion)
        {
            Rejoin(expulsion, records);
        }
        else if (cutOff.IsCutOff)
        {
            ReplaceCutOff();
        }
    }

    private void Rejoin(KafkaException expulsion, long records)
    {
        ThrowIfRejoiningFails(expulsion, records);
        var why = !faults.IsExpulsion(expulsion) ? "Nobody says where our partitions begin"
            : expulsion.Error.Code == ErrorCode.Unknown ? "The group's coordinator has failed"
            : "The group no longer knows us";
        Lose(
            $"{why} ({reading.Errors.Describe(expulsion.Error)}): we join the group anew, and what was not committed is"
            + " read again by whoever gets our partitions.");
        Renew();
        membership.Join();
    }

    // Without a group the partitions stay ours, with their pipelines, and are read on where they are.
    private void ReplaceCutOff()
    {
        cutOff.Reset();
        const string CutOff = "The client hears no broker any more, although one answers others: another client takes"
            + " its place";
        if (reading.Options.Group is not null)
        {
            Lose($"{CutOff} and joins the group anew; what was not committed is read again.");
            Renew();
            membership.Join();
            return;
        }

        reading.Notices.Write(KafkaNoticeKind.Broker, $"{CutOff} and reads on where it was.");
        Forget();
        Renew();
        foreach (var each in owned)
        {
            each.IsAtEnd = false;
        }

        client.Assign(owned.Select(static each => new TopicPartitionOffset(each.Id, each.NextOffset)));
        client.Pause(owned.Where(static each => each.IsPaused).Select(static each => each.Id));
    }

    private void Renew()
    {
        client.Replace();
        faults.EndExpulsion();
    }

    // As long as records come in between, joining anew helps.
    private void ThrowIfRejoiningFails(KafkaException expulsion, long records)
    {
        var (now, limit) = (reading.Clock.GetTimestamp(), reading.Settings.ConnectTimeout);
        if (_first is not { } first || records != _recordsAtLast || reading.Clock.GetElapsedTime(_last, now) >= limit)
        {
            _first = now;
        }
        else if (reading.Clock.GetElapsedTime(first, now) >= limit)
        {
            throw reading.Errors.Translate(expulsion);
        }
        else
        {
            reading.Cancellation.WaitHandle.WaitOne(BetweenJoins);
            reading.Cancellation.ThrowIfCancellationRequested();
        }

        (_last, _recordsAtLast) = (now, records);
    }

    private void Lose(string notice)
    {
        var gone = owned.ToList();
        using var activity = reading.Telemetry.StartRebalance(PartitionChange.Lost, gone.Count);
        assignment.Release(client.Restricted, gone);
        faults.ThrowIfAny();
        Forget();
        assignment.TakeNew();
        reading.Notices.Write(KafkaNoticeKind.Partitions, notice);
    }

    // What came from the client, or was asked through it, before another one takes its place.
    private void Forget()
    {
        inbox.Clear();
        expired.Clear();
        slow.ForgetMove();
        commits.Forget();
        quiet.Forget();
        cutOff.Forget();
        stalls.Forget();
    }
}
