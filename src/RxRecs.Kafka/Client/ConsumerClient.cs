using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Holds the consumer in use: makes it, polls it, moves it, and puts another one in its place. At any time just one
/// thread uses it, the loop's or the one that stands in for it; only questions come from others.
/// </summary>
internal sealed class ConsumerClient(
    Reading reading,
    TopicWatch topics,
    PartitionEnds ends,
    BrokerWatch broker,
    RunFaults faults,
    ExpiredPositions expired,
    IRebalanceListener listener)
{
    private const int PollMilliseconds = 100;
    private const int MaxUntaken = 1_000;
    private readonly TimeSpan _timeout = reading.Settings.ConnectTimeout;
    private IConsumer<byte[], byte[]> _consumer = null!;
    private Task _left = Task.CompletedTask;

    /// <summary>Gives what may be done with it at any time, while partitions come and go as well.</summary>
    public RebalanceClient Restricted => new(_consumer, _timeout);

    /// <summary>Makes the first consumer. It asks nothing yet.</summary>
    public void Connect() => Use(Build());

    /// <summary>Puts another consumer in the place of this one, which is left to itself.</summary>
    public void Replace()
    {
        var consumer = Build();
        var (old, answers, descriptions) = (_consumer, ends.Unwatch(), topics.Unwatch());
        Use(consumer);

        // Not before another one is there: what the old one still says is then seen to be the old one's.
        _left = Task.WhenAll(_left, Leave(old, answers, descriptions));
    }

    /// <summary>Joins the group.</summary>
    public void Subscribe() => _consumer.Subscribe(reading.Options.Topics);

    /// <summary>Takes these partitions alone, without a group.</summary>
    public void Assign(IEnumerable<TopicPartitionOffset> partitions) => _consumer.Assign(partitions);

    /// <summary>Takes these partitions too, without a group.</summary>
    public void AssignMore(IEnumerable<TopicPartitionOffset> partitions) => _consumer.IncrementalAssign(partitions);

    /// <summary>Goes on with a partition from which the client has stopped fetching: it takes no seek in that
    /// state.</summary>
    public void AssignAgain(TopicPartitionOffset position)
    {
        _consumer.IncrementalUnassign([position.TopicPartition]);
        _consumer.IncrementalAssign([position]);
    }

    /// <summary>Has a partition fetched anew, whatever the client thinks of it: that it is paused, or was never
    /// begun.</summary>
    public void FetchAnew(TopicPartitionOffset position)
    {
        Resume([position.TopicPartition]);
        AssignAgain(position);
    }

    public void Pause(IEnumerable<TopicPartition> partitions) => _consumer.Pause(partitions);

    public void Resume(IEnumerable<TopicPartition> partitions) => _consumer.Resume(partitions);

    public void Seek(TopicPartitionOffset position) => _consumer.Seek(position);

    /// <summary>Gives where a partition ends, as far as the client knows; below 0 if it does not.</summary>
    public long EndOf(TopicPartition partition) => _consumer.GetWatermarkOffsets(partition).High.Value;

    /// <summary>Makes what asks whether the whole group is done.</summary>
    public GroupEnd NewGroupEnd(IEnumerable<TopicPartition> partitions) => new(_consumer, partitions, _timeout);

    /// <summary>Waits a moment for a record, or the end of a partition; null if none has come.</summary>
    public ConsumeResult<byte[], byte[]>? Poll()
    {
        try
        {
            return _consumer.Consume(PollMilliseconds);
        }
        catch (KafkaException error) when (IsOfNoGroup(error.Error))
        {
            return null;
        }
        catch (KafkaException error) when (faults.IsExpulsion(error))
        {
            faults.Note(error);
            return null;
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            reading.Notices.WriteUnlessTold(KafkaNoticeKind.ClientError, reading.Errors.Describe(error.Error));
            topics.Note(error);
            return null;
        }
        catch (ConsumeException error) when (expired.IsExpired(error))
        {
            expired.Note(error);
            return null;
        }
        catch (KafkaException error)
        {
            throw reading.Errors.Translate(error, reading.OnlyTopic);
        }
    }

    /// <summary>Leaves the group. The library waits for a coordinator that is gone as long as a session lasts. We do
    /// not: it ends by itself.</summary>
    public void Close()
    {
        var closing = new Thread(() => faults.Guard(CloseAll)) { IsBackground = true };
        closing.Start();
        if (!closing.Join(Reading.CloseTimeout))
        {
            faults.Guard(() => reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Broker,
                reading.Options.Group is null
                    ? "The broker does not answer: the connection is left as it is."
                    : "The broker does not answer: we leave the group without its knowing, and what was processed since"
                    + " the last commit that it confirmed comes again."));
        }
    }

    private void CloseAll()
    {
        CloseConsumer();
        _left.Wait();
    }

    private void CloseConsumer()
    {
        // What still waits for an answer uses the consumer.
        ends.Unwatch().Wait();
        topics.DisposeAsync().AsTask().Wait();
        if (End(_consumer) is { } failure)
        {
            faults.Guard(() => reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Broker, $"Leaving the group failed: {reading.Errors.Describe(failure.Error)}"));
        }
    }

    // One that is disposed of without being closed, while it waits for its coordinator, keeps a processor busy for as
    // long as that takes (librdkafka 2.16): its timers are due and no longer run.
    private static KafkaException? End(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            TakeAssignment(consumer);
            consumer.Close();
            return null;
        }
        catch (KafkaException failure)
        {
            return failure;
        }
        finally
        {
            consumer.Dispose();
        }
    }

    // An assignment that nobody has taken is revoked while it is closed; by then its group's part may have ended, which
    // answers nothing more, and the library waits for its answer for ever (librdkafka 2.16). Its records are of no
    // concern any more, nor are its errors.
    private static void TakeAssignment(IConsumer<byte[], byte[]> consumer)
    {
        for (var left = MaxUntaken; left > 0; left--)
        {
            try
            {
                consumer.Pause(consumer.Assignment);
                if (consumer.Consume(0) is null)
                {
                    return;
                }
            }
            catch (KafkaException)
            {
                // What comes behind it may be an assignment.
            }
        }
    }

    // In the background: what still waits for an answer uses the consumer, and the end of one that was cut off waits
    // for a coordinator. A group that no longer knows it says so, which is no failure.
    private static Task Leave(IConsumer<byte[], byte[]> consumer, Task answers, IAsyncDisposable? descriptions) =>
        Task.Factory.StartNew(
            () =>
            {
                answers.Wait();
                descriptions?.DisposeAsync().AsTask().Wait();
                End(consumer);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private void Use(IConsumer<byte[], byte[]> consumer)
    {
        _consumer = consumer;
        topics.Watch(consumer);
        ends.Watch(consumer);
    }

    private IConsumer<byte[], byte[]> Build()
    {
        try
        {
            return new ConsumerBuilder<byte[], byte[]>(ConsumerProperties.Create(reading.Settings, reading.Options))
                .SetPartitionsAssignedHandler((consumer, partitions) => IsInUse(consumer)
                    ? listener.OnAssigned(Restrict(consumer), partitions)
                    : partitions.Select(static each => new TopicPartitionOffset(each, Offset.End)))
                .SetPartitionsRevokedHandler(
                    (consumer, offsets) => Hear(consumer, () => listener.OnRevoked(Restrict(consumer), offsets)))
                .SetPartitionsLostHandler(
                    (consumer, offsets) => Hear(consumer, () => listener.OnLost(Restrict(consumer), offsets)))
                .SetOffsetsCommittedHandler((consumer, commit) => Hear(consumer, () => listener.OnCommitted(commit)))
                .SetErrorHandler((consumer, error) => Hear(consumer, () => OnError(error)))
                .SetLogHandler(new KafkaLog(reading.Settings, reading.Notices.Output).OnLog)
                .Build();
        }
        catch (Exception error) when (error is not KafkaFailureException)
        {
            // The client's own message quotes the value that it does not take.
            throw reading.Errors.Translate(error);
        }
    }

    private RebalanceClient Restrict(IConsumer<byte[], byte[]> consumer) => new(consumer, _timeout);

    private bool IsInUse(IClient consumer) => ReferenceEquals(consumer, _consumer);

    // One that has been left is of no concern any more.
    private void Hear(IClient consumer, Action handler)
    {
        if (IsInUse(consumer))
        {
            faults.Guard(handler);
        }
    }

    private void OnError(Error error)
    {
        if (error.IsFatal)
        {
            faults.Note(new KafkaException(error));
        }
        else if (!IsOfNoGroup(error))
        {
            topics.Note(error);
            broker.Note(error);
        }
    }

    // The client looks for the coordinator of a group in any case. Without a group we need none.
    private bool IsOfNoGroup(Error error) =>
        reading.Options.Group is null && error.Code == ErrorCode.GroupAuthorizationFailed;
}
