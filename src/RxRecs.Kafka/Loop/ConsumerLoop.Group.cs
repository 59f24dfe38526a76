using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>The loop's side towards the group: who has which partition, and what it does about it.</summary>
internal sealed partial class ConsumerLoop<T>
{
    private IConsumer<byte[], byte[]> BuildConsumer()
    {
        try
        {
            return new ConsumerBuilder<byte[], byte[]>(ConsumerProperties.Create(_settings, _options))
                .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
                .SetPartitionsRevokedHandler((_, offsets) => _faults.Guard(() => OnRevoked(offsets)))
                .SetPartitionsLostHandler((_, offsets) => _faults.Guard(() => OnLost(offsets)))
                .SetOffsetsCommittedHandler((_, commit) => _faults.Guard(() => _commits.OnCommitted(commit)))
                .SetErrorHandler((consumer, error) => _faults.Guard(() => OnError(consumer, error)))
                .SetLogHandler(new KafkaLog(_settings, _notices.Output).OnLog)
                .Build();
        }
        catch (Exception error) when (error is not KafkaFailureException)
        {
            // The client's own message quotes the value that it does not take.
            throw _errors.Translate(error);
        }
    }

    private void Join()
    {
        var now = _clock.GetTimestamp();
        (_lastCommit, _lastProgress, _lastRecord, _lastAssignment) = (now, now, now, now);
        var partitions = _topics.AllPartitions();
        if (_options.Group is null)
        {
            _consumer.Assign(Own(partitions));
            return;
        }

        _group = new GroupEnd(_consumer, partitions, _settings.ConnectTimeout);
        if (_options.End.IsEndOfTopic)
        {
            _group.NoteWhatWasRead();
        }

        _consumer.Subscribe(_options.Topics);
    }

    private IEnumerable<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        if (_isClosing)
        {
            return partitions.Select(each => new TopicPartitionOffset(each, Offset.End));
        }

        try
        {
            return Own(partitions);
        }
        catch (Exception error)
        {
            // Once cancelled, the loop ends by itself and commits what it has.
            if (!_cancellation.IsCancellationRequested)
            {
                NoteUnanswered(error);
            }

            return partitions.Select(each => new TopicPartitionOffset(each, Offset.End));
        }
    }

    private List<TopicPartitionOffset> Own(List<TopicPartition> partitions)
    {
        using var activity = _telemetry.StartRebalance(PartitionChange.Assigned, partitions.Count);
        var owned = partitions
            .Select(each => new OwnedPartition(
                each,
                _topics.PartitionCounts.GetValueOrDefault(each.Topic),
                _telemetry.Partition(each),
                _topics.IdOf(each.Topic)))
            .ToList();
        try
        {
            new StartPositions(_consumer, _options, _target.SavesState, _settings.ConnectTimeout, _cancellation)
            {
                Anew = [.. partitions.Where(each => Anew.Contains(each.Topic) && _anew.Add(each))],
            }
                .Resolve(owned, _target);
        }
        catch
        {
            owned.ForEach(static each => each.Dispose());
            throw;
        }

        foreach (var each in owned)
        {
            _owned.Add(each);
            _commits.Begin(each.Id);
        }

        (_isAssigned, _hasNewPartitions, _hasBegun) = (true, true, true);
        _lastCheck = _lastAssignment = _lastRecord = _clock.GetTimestamp();
        return owned.ConvertAll(each => new TopicPartitionOffset(each.Id, each.NextOffset));
    }

    private void OnRevoked(List<TopicPartitionOffset> offsets)
    {
        // When another thread polls for us, the pipeline is busy with a record: that one is to be finished first.
        _busyPipeline?.Wait(CancellationToken.None);
        var gone = Owned(offsets);
        using var activity = _telemetry.StartRebalance(PartitionChange.Revoked, gone.Count);
        _target.Settle(gone, mayCommit: !_faults.HasFailed);
        if (!_faults.HasFailed)
        {
            Commit(gone, isLast: true);
        }

        Release(gone);

        // Others have them now, or their topic is gone.
        _topics.Doubt();
    }

    private void OnLost(List<TopicPartitionOffset> offsets)
    {
        _busyPipeline?.Wait(CancellationToken.None);
        var gone = Owned(offsets);
        using var activity = _telemetry.StartRebalance(PartitionChange.Lost, gone.Count);
        Release(gone);
        _notices.Write(
            KafkaNoticeKind.Partitions,
            "The group has given our partitions to others; what was not committed is read again by them.");
    }

    private List<OwnedPartition> Owned(List<TopicPartitionOffset> offsets) =>
        [.. offsets.Select(each => _owned.Find(each.TopicPartition)).OfType<OwnedPartition>()];

    private void Release(IEnumerable<OwnedPartition> gone)
    {
        (_haveSomeGone, _lastRecord) = (true, _clock.GetTimestamp());
        foreach (var each in gone)
        {
            _owned.Remove(each);
            each.IsGone = true;
            _inbox.Forget(each);

            // What a user's pipeline throws when it is disposed ends the run, after the others have been let go.
            _faults.Guard(() => Unpause(each));
            _faults.Guard(() => _target.End(each));
            _faults.Guard(each.Dispose);
        }
    }

    // The library remembers what was paused: a partition that comes back would never bring a record again.
    private void Unpause(OwnedPartition partition)
    {
        try
        {
            _consumer.Resume([partition.Id]);
        }
        catch (KafkaException error)
        {
            Notice(
                KafkaNoticeKind.Partitions,
                $"{partition} goes, and cannot be resumed before: {_errors.Describe(error.Error)}");
        }
    }

    // The pipelines of new partitions are made outside of the handler: restoring state takes time.
    private void BeginAssigned()
    {
        _hasNewPartitions = false;
        var begun = new List<OwnedPartition>();
        foreach (var each in _owned.ToList())
        {
            if (each.IsBegun || each.IsGone)
            {
                continue;
            }

            each.IsBegun = true;
            each.QuietSince = _clock.GetTimestamp();
            Keep(() => _target.Begin(each));
            begun.Add(each);
        }

        Keep(() => _target.HaveBegun(begun.FindAll(static each => !each.IsGone)));
        foreach (var each in begun.Where(static each => each.NextOffset >= each.EndOffset && !each.IsGone))
        {
            Complete(each);
        }
    }

    private void Commit(IReadOnlyCollection<OwnedPartition> partitions, bool isLast)
    {
        // What is saved carries the topic's id; an offset that is committed does not, and waits until a broker has said
        // that the topic is still the same.
        var offsets = Save(partitions, isLast);
        if (_options.Group is null || offsets.Count == 0)
        {
            return;
        }

        if (!isLast)
        {
            _unsent ??= new(offsets, _topics.Ask());
        }
        else if (!_broker.IsAwaited && _topics.AreTheSame(CloseTimeout))
        {
            Send(offsets);
        }
    }

    private void SendAnswered()
    {
        if (_unsent is { Answer.IsCompleted: true } answered)
        {
            _unsent = null;
            if (_topics.AreTheSame(answered.Answer))
            {
                Send(answered.Offsets);
            }
        }
    }

    private void Send(List<(OwnedPartition Partition, long Offset)> offsets)
    {
        var newer = offsets.FindAll(each => !each.Partition.IsGone && each.Offset > each.Partition.CommittedOffset);
        newer.ForEach(each => each.Partition.CommittedOffset = each.Offset);
        _commits.Send(_consumer, newer.ConvertAll(each => new TopicPartitionOffset(each.Partition.Id, each.Offset)));
    }

    private List<(OwnedPartition Partition, long Offset)> Save(
        IReadOnlyCollection<OwnedPartition> partitions, bool isLast)
    {
        var offsets = new List<(OwnedPartition Partition, long Offset)>();
        var begun = partitions.Where(each => each.IsBegun).ToList();
        if (begun.Count == 0)
        {
            return offsets;
        }

        using var activity = _telemetry.StartCommit();
        if (!IsConfirmed(isLast))
        {
            return offsets;
        }

        foreach (var each in begun)
        {
            if (_observer.InDoubt(each) is { } delivery)
            {
                _target.Redo(each, delivery);
            }

            var offset = _target.Save(each);
            if (offset > each.CommittedOffset)
            {
                offsets.Add((each, offset));
            }
        }

        return offsets;
    }

    // At the end the user's token has no say, but nobody shall have to wait for a broker that is gone.
    private bool IsConfirmed(bool isLast)
    {
        if (!isLast && !_observer.IsDisposed)
        {
            _options.BeforeCommit?.Invoke(_cancellation);
            return true;
        }

        using var patience = new CancellationTokenSource(CloseTimeout, TimeProvider.System);
        try
        {
            _options.BeforeCommit?.Invoke(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            var how = patience.IsCancellationRequested ? $"within {CloseTimeout.TotalSeconds:0} s" : "before the end";
            Notice(
                KafkaNoticeKind.Commit,
                $"What went out was not confirmed {how}: nothing more is committed, and what was processed since"
                + " the last commit comes again.");
            return false;
        }
    }

    private void OnError(IClient consumer, Error error)
    {
        if (error.IsFatal)
        {
            // One that has been left is of no concern any more.
            if (ReferenceEquals(consumer, _consumer))
            {
                _faults.Note(new KafkaException(error));
            }

            return;
        }

        if (!IsOfNoGroup(error))
        {
            _topics.Note(error);
            _broker.Note(error);
        }
    }

    private void Close()
    {
        _isClosing = true;
        _faults.Guard(() => _untaken.Tell(isEnd: true));
        _faults.Guard(() => _target.Settle(_owned, mayCommit: !_faults.HasFailed));
        if (!_faults.HasFailed)
        {
            _faults.Guard(() => Commit(_owned, isLast: true));
        }

        _keeper.Dispose();
        Release([.. _owned]);

        // The library waits for a coordinator that is gone as long as a session lasts. We do not: it ends by itself.
        var closing = new Thread(() => _faults.Guard(CloseConsumers)) { IsBackground = true };
        closing.Start();
        if (!closing.Join(CloseTimeout))
        {
            _faults.Guard(() => Notice(
                KafkaNoticeKind.Broker,
                _options.Group is null
                    ? "The broker does not answer: the connection is left as it is."
                    : "The broker does not answer: we leave the group without its knowing, and what was processed since"
                    + " the last commit that it confirmed comes again."));
        }
    }

    private void CloseConsumers()
    {
        CloseConsumer();
        _left.Wait();
    }

    private void CloseConsumer()
    {
        // What still waits for an answer uses the consumer.
        _ends.WaitForAnswers();
        _topics.DisposeAsync().AsTask().Wait();
        try
        {
            _consumer.Close();
        }
        catch (KafkaException error)
        {
            _faults.Guard(() => Notice(KafkaNoticeKind.Broker, $"Leaving the group failed: {_errors.Describe(error.Error)}"));
        }
        finally
        {
            _consumer.Dispose();
        }
    }
}
