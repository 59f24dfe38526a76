using Confluent.Kafka;
using RxRecs.Kafka.Settings;

namespace RxRecs.Kafka.Source;

/// <summary>What the loop looks after between records: commits, quiet partitions, the end, progress.</summary>
internal sealed partial class ConsumerLoop<T>
{
    private bool IsCompleted =>
        (_options.EndOfTopic == EndOfTopic.Complete || IsInputOver) && _isAssigned
        && (_owned.Count == 0 ? IsGroupDone() : _owned.Values.All(each => each.IsCompleted));

    private bool IsInputOver => _options.InputOver is { IsCompleted: true };

    private bool IsQuietForLong =>
        _options.StopAfterQuiet is { } limit && _isAssigned && !_isUnreachable
        && _owned.Values.All(each => each.IsAtEnd)
        && _clock.GetElapsedTime(_lastRecord) >= limit;

    private void Check()
    {
        var now = _clock.GetTimestamp();
        if (_records != _recordsAtCheck)
        {
            (_recordsAtCheck, _lastRecord, _isUnreachable) = (_records, now, false);
        }

        CheckQuiet(now);
        if (_clock.GetElapsedTime(_lastCommit, now) >= _options.CommitInterval)
        {
            _lastCommit = now;
            Commit(_owned.Values, isLast: false);
        }

        if (_clock.GetElapsedTime(_lastProgress, now) >= ProgressInterval)
        {
            _lastProgress = now;
            Report();
        }

        if (IsInputOver)
        {
            FindEnds();
        }

        _isOver = IsCompleted;
        if (!_isOver && IsQuietForLong)
        {
            _isOver = true;
            _target.Finish();
        }
    }

    // Nobody writes any more: each partition is read up to where it ends now.
    private void FindEnds()
    {
        try
        {
            foreach (var each in _owned.Values)
            {
                if (!each.IsBegun || each.EndOffset != long.MaxValue)
                {
                    continue;
                }

                each.EndOffset = _consumer.QueryWatermarkOffsets(each.Id, _settings.ConnectTimeout).High.Value;
                if (each.NextOffset >= each.EndOffset)
                {
                    Complete(each);
                }
            }
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            Notice($"The ends of the topic cannot be found yet: {Describe(error.Error)}");
        }
    }

    private void CheckQuiet(long now)
    {
        if (_options.IdleTimeout is not { } timeout || _isUnreachable)
        {
            return;
        }

        foreach (var each in _owned.Values)
        {
            var quiet = _clock.GetElapsedTime(each.QuietSince, now);
            if (each.IsAtEnd && !each.IsCompleted && quiet >= timeout)
            {
                each.QuietSince = now;
                _target.Quiet(each, quiet);
            }
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
