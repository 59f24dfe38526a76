using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <content>
/// What happens when the group no longer knows its member and the client library gives up on it: a broker that was
/// killed may have lost the group, and answers a heartbeat with that, or the process stood still and the client has
/// left by itself. A new consumer joins in its place.
/// </content>
internal sealed partial class ConsumerLoop<T>
{
    private static readonly TimeSpan BetweenJoins = TimeSpan.FromMilliseconds(250);

    private long? _firstExpulsion;
    private long _lastExpulsion;
    private long _recordsAtExpulsion;

    private void StepOrRejoin()
    {
        try
        {
            Step();
        }
        catch (KafkaException error) when (!_faults.HasFailed && _faults.IsExpulsion(error))
        {
            _faults.Note(error);
        }

        if (_faults.Expulsion is { } expulsion)
        {
            Rejoin(expulsion);
        }
        else if (_isCutOff)
        {
            Replace();
        }
    }

    private void Rejoin(KafkaException expulsion)
    {
        ThrowIfInVain(expulsion);
        var why = _faults.IsExpulsion(expulsion) ? "The group no longer knows us" : "Nobody says where our partitions begin";
        Lose(
            $"{why} ({_errors.Describe(expulsion.Error)}): we join the group anew, and what was not committed is read"
            + " again by whoever gets our partitions.");
        Renew();
        Join();
    }

    private void Renew()
    {
        _consumer.Replace();
        _faults.EndExpulsion();
    }

    // As long as records come in between, joining anew helps.
    private void ThrowIfInVain(KafkaException expulsion)
    {
        var now = _clock.GetTimestamp();
        if (_firstExpulsion is not { } first || _records != _recordsAtExpulsion
            || _clock.GetElapsedTime(_lastExpulsion, now) >= _settings.ConnectTimeout)
        {
            _firstExpulsion = now;
        }
        else if (_clock.GetElapsedTime(first, now) >= _settings.ConnectTimeout)
        {
            throw _errors.Translate(expulsion);
        }
        else
        {
            _cancellation.WaitHandle.WaitOne(BetweenJoins);
            _cancellation.ThrowIfCancellationRequested();
        }

        (_lastExpulsion, _recordsAtExpulsion) = (now, _records);
    }

    private void Lose(string notice)
    {
        var gone = _owned.ToList();
        using var activity = _telemetry.StartRebalance(PartitionChange.Lost, gone.Count);
        _assignment.Release(_consumer.Restricted, gone);
        _faults.ThrowIfAny();
        Forget();
        _assignment.End();
        _notices.Write(KafkaNoticeKind.Partitions, notice);
    }

    // What came from the client, or was asked through it, before another one takes its place.
    private void Forget()
    {
        _inbox.Clear();
        _expired.Clear();
        _slow.ForgetMove();
        _commits.Forget();
        (_quiet, _coordinator) = (null, null);
    }
}
