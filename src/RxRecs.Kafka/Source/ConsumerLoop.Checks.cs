using Confluent.Kafka;
using RxRecs.Kafka.Settings;

namespace RxRecs.Kafka.Source;

/// <summary>What the loop looks after between records: commits, quiet partitions, the end, progress.</summary>
internal sealed partial class ConsumerLoop<T>
{
    private bool IsCompleted =>
        _options.EndOfTopic == EndOfTopic.Complete && _isAssigned
        && (_owned.Count == 0 ? IsGroupDone() : _owned.Values.All(each => each.IsCompleted));

    private bool IsQuietForLong =>
        _options.StopAfterQuiet is { } limit && _isAssigned
        && _owned.Values.All(each => each.IsAtEnd)
        && _clock.GetElapsedTime(_lastRecord) >= limit
        && AreAtEnd([.. _owned.Values]);

    private void Check()
    {
        var now = _clock.GetTimestamp();
        if (_records != _recordsAtCheck)
        {
            (_recordsAtCheck, _lastRecord) = (_records, now);
        }

        CheckQuiet(now);
        if (_clock.GetElapsedTime(_lastCommit, now) >= _options.CommitInterval)
        {
            _lastCommit = now;
            Keep(() => Commit(_owned.Values, isLast: false));
        }

        if (_clock.GetElapsedTime(_lastProgress, now) >= ProgressInterval)
        {
            _lastProgress = now;
            Report();
        }

        _isOver = IsCompleted || IsQuietForLong;
        if (_isOver)
        {
            Keep(_target.Stop);
        }
    }

    private void CheckQuiet(long now)
    {
        if (_options.IdleTimeout is not { } timeout)
        {
            return;
        }

        foreach (var each in _owned.Values.ToList())
        {
            var quiet = _clock.GetElapsedTime(each.QuietSince, now);
            if (!each.IsAtEnd || each.IsCompleted || each.IsGone || !each.IsBegun || quiet < timeout)
            {
                continue;
            }

            each.QuietSince = now;
            if (!AreAtEnd([each]))
            {
                return;
            }

            Keep(() => _target.Quiet(each, quiet));
        }
    }

    // A broker that is gone says nothing either: only an answer tells that there is nothing.
    private bool AreAtEnd(List<OwnedPartition> partitions)
    {
        var answer = false;
        Keep(() => answer = AskWhetherAtEnd(partitions));
        if (!answer)
        {
            _lastRecord = _clock.GetTimestamp();
            partitions.ForEach(each => each.QuietSince = _lastRecord);
        }

        return answer && partitions.TrueForAll(each => !each.IsGone);
    }

    private bool AskWhetherAtEnd(List<OwnedPartition> partitions)
    {
        try
        {
            return partitions.TrueForAll(each =>
                _consumer.QueryWatermarkOffsets(each.Id, _settings.ConnectTimeout).High.Value
                    <= Math.Max(each.SeenEnd, each.NextOffset));
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            Notice($"A partition is quiet, and so is its broker: {Describe(error.Error)}");
            return false;
        }
    }

    private void Report()
    {
        var lag = 0L;
        foreach (var each in _owned.Values)
        {
            var end = _consumer.GetWatermarkOffsets(each.Id).High.Value;
            each.Tell(end);
            lag += Math.Max(0, Math.Min(end, each.EndOffset) - Math.Max(0, each.NextOffset));
        }

        _options.Progress?.Report(new KafkaProgress(
            _records, _dead, _target.Late, lag, _owned.Count, _owned.Values.All(each => each.IsAtEnd)));
    }

    // A member without partitions, of a group that reads to the end, waits in reserve until the others are done.
    private bool IsGroupDone()
    {
        if (_options.Group is null)
        {
            return true;
        }

        if (_clock.GetElapsedTime(_lastGroupCheck) < ProgressInterval)
        {
            return false;
        }

        _lastGroupCheck = _clock.GetTimestamp();
        return GroupReachedEnd();
    }

    private bool GroupReachedEnd()
    {
        try
        {
            var all = _partitionCounts.SelectMany(topic =>
                Enumerable.Range(0, topic.Value).Select(number => new TopicPartition(topic.Key, number)));
            return _consumer.Committed(all, _settings.ConnectTimeout).TrueForAll(each =>
            {
                var range = _consumer.QueryWatermarkOffsets(each.TopicPartition, _settings.ConnectTimeout);
                return Math.Max(range.Low.Value, each.Offset.Value) >= range.High.Value;
            });
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            return false;
        }
    }
}
