using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// The one loop of a consumer: it asks for a record when the last one has been processed, so that a synchronous
/// pipeline is the backpressure. A failure anywhere, in a handler too, is noted and ends the loop between two records,
/// because the client library loses the record that it hands out when a handler throws.
/// </summary>
internal sealed partial class ConsumerLoop<T> : IPartitionControl, IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private readonly KafkaSettings _settings;
    private readonly KafkaSourceOptions _options;
    private readonly RecordReader<T> _reader;
    private readonly RecordTarget<T> _target;
    private readonly ITopicObserver _observer;
    private readonly CancellationToken _cancellation;
    private readonly KafkaErrors _errors;
    private readonly ConsumerTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly Reading _reading;
    private readonly RunFaults _faults;
    private readonly OwnedPartitions _owned;
    private readonly Inbox _inbox;
    private readonly ExpiredPositions _expired;
    private readonly NoticeBoard _notices;
    private readonly BrokerWatch _broker;
    private readonly TopicWatch _topics;
    private readonly PartitionEnds _ends;
    private readonly CheckPace _pace;
    private readonly QuietTime _quietTime;
    private readonly Commits _commits;
    private readonly Assignment _assignment;
    private readonly Rebalances _rebalances;
    private readonly ConsumerClient _consumer;
    private readonly SlowWork _slow;
    private readonly UntakenNotices _untaken;
    private GroupEnd? _group;
    private bool _isOver;
    private bool _areAllKnown;
    private QuietQuestion? _quiet;
    private long _records;
    private long _dead;
    private long _lastProgress;
    private long _lastGroupCheck;
    private long _recordsAtCheck;

    public ConsumerLoop(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IRecordParser<T> parser,
        RecordTarget<T> target,
        ITopicObserver observer,
        IReadOnlySet<string> topicsMadeAnew,
        CancellationToken cancellation)
    {
        (_settings, _options, _target) = (settings, options, target);
        (_observer, _cancellation) = (observer, cancellation);
        _reading = new Reading(settings, options, target, observer, cancellation);
        (_clock, _errors) = (options.Clock, _reading.Errors);
        _reader = new RecordReader<T>(parser, options.Limits, _clock);
        (_telemetry, _notices) = (_reading.Telemetry, _reading.Notices);
        _untaken = new UntakenNotices(_notices, _clock);
        _broker = new BrokerWatch(settings, _errors, _notices);
        _client = new ClientWatch(settings.ConnectTimeout, _clock);
        _topics = new TopicWatch(settings, options, _client, _notices, cancellation);
        _faults = new RunFaults(_reading, _topics);
        _owned = new OwnedPartitions(_reading.OnlyTopic);
        _inbox = new Inbox(_owned);
        _expired = new ExpiredPositions(_reading);
        _ends = new PartitionEnds(_reading, _topics, _client);
        (_pace, _quietTime) = (new CheckPace(_clock), new QuietTime(_clock));
        var (offsets, busy) = (new OffsetCommits(_reading), new BusyPipeline());
        _commits = new Commits(_reading, offsets, _topics, _broker);
        _assignment = new Assignment(
            _reading, _owned, _inbox, _topics, offsets, _faults, _pace, _quietTime, topicsMadeAnew);
        _rebalances = new Rebalances(_reading, _owned, _assignment, _commits, offsets, _topics, _faults, busy);
        _consumer = new ConsumerClient(_reading, _topics, _ends, _broker, _faults, _expired, _rebalances);
        _slow = new SlowWork(_reading, _consumer, _owned, _inbox, _faults, busy);
    }

    /// <summary>Counts the records that could not be read.</summary>
    public long DeadLetters => _dead;

    /// <summary>The topics that have been found to be others than those whose reading began.</summary>
    public IReadOnlyCollection<string> NewTopics => _topics.NewTopics;

    public bool IsCanceled => _cancellation.IsCancellationRequested;

    /// <summary>
    /// Runs until everything has been read, as the options say, the token is canceled or nobody listens any more: what
    /// is processed is then saved and committed. Whatever else ends it is thrown once the consumer is closed.
    /// </summary>
    public void Run()
    {
        try
        {
            Read();
        }
        catch (OperationCanceledException) when (IsCanceled && !_faults.HasFailed)
        {
            // That is what the user asked for.
        }

        if (_target.Failure is { } failure)
        {
            _faults.NoteFault(failure);
        }

        _faults.ThrowIfAny();
    }

    // A position that is not there may be one in a topic that is not there any more.
    private void CheckTopicsAfter(Exception error)
    {
        if (error is KafkaFailureException { Failure: KafkaFailure.DataExpired } && _topics.NewTopics.Count == 0)
        {
            _topics.AreTheSame();
        }
    }

    public ConsumerTelemetry Telemetry => _telemetry;

    public void Dispose() => _slow.Dispose();

    public void Pause(OwnedPartition partition)
    {
        partition.IsPaused = true;
        _consumer.Pause([partition.Id]);
    }

    public void Resume(OwnedPartition partition)
    {
        partition.IsPaused = false;
        _consumer.Resume([partition.Id]);
    }

    public void Seek(OwnedPartition partition, long offset)
    {
        partition.NextOffset = offset;
        partition.IsAtEnd = false;
        _slow.SeekAfterwards(partition);
    }

    public void CheckTopics() => _topics.AreTheSame();

    public void Notice(KafkaNoticeKind kind, string text) => _notices.WriteUnlessTold(kind, text);

    public void Flush() => _options.BeforeCommit?.Invoke(_cancellation);

    public bool ReportDeadLetter(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value)
    {
        if (_observer.TakesDeadLetters)
        {
            var letter = DeadLetter.FromUtf8(offset, reason, value, partition.ToString()) with
            {
                Key = key is null ? null : DeadLetter.KeyText(key),
            };
            if (!_observer.Take(letter, partition, _target.SavesState ? long.MaxValue : offset))
            {
                return false;
            }
        }

        _dead++;
        partition.CountDead();
        if (!_observer.TakesDeadLetters)
        {
            _untaken.Add(partition.ToString(), offset, reason);
        }

        return true;
    }

    private void Read()
    {
        _cancellation.ThrowIfCancellationRequested();
        _topics.Begin();
        _consumer.Connect();
        try
        {
            _slow.Start();
            Join();
            while (!_isOver && !_observer.IsDisposed)
            {
                _cancellation.ThrowIfCancellationRequested();
                StepOrRejoin();
            }
        }
        catch (KafkaException error)
        {
            _faults.NoteFault(error);
            throw _faults.Explain(error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _faults.NoteFault(error);
            CheckTopicsAfter(error);
            throw;
        }
        finally
        {
            Close();
        }
    }

    private void Step()
    {
        var record = _inbox.Take() ?? PollForRecord();
        _faults.ThrowIfAny();
        if (_faults.Expulsion is not null)
        {
            return;
        }

        if (_target.Failure is not null)
        {
            _isOver = true;
            return;
        }

        _target.Look();
        if (_assignment.HasNew)
        {
            BeginAssigned();
        }

        GoOnWithoutThoseGone();
        if (record is { IsPartitionEOF: false })
        {
            Take(record);
            if (!_pace.IsDue())
            {
                return;
            }
        }
        else if (record is not null && _owned.Find(record) is { } partition)
        {
            TakeEnd(partition, record.Offset.Value);
        }

        if (record is null)
        {
            GoOnBehindExpired();
        }

        Check();
    }

    private void Take(ConsumeResult<byte[], byte[]> record)
    {
        // A record of a partition that has been taken from us or moved meanwhile is somebody else's, or comes again.
        if (_owned.Find(record) is not { } partition || record.Offset.Value < partition.NextOffset || partition.IsCompleted)
        {
            return;
        }

        if (record.Offset.Value < partition.EndOffset)
        {
            partition.IsAtEnd = false;
            _records++;
            partition.Count(record.Message);
            record.Topic = partition.Id.Topic;
            Process(partition, record);
        }

        var isAtEnd = record.Offset.Value >= partition.EndOffset || partition.NextOffset >= partition.EndOffset;
        if (isAtEnd && !partition.IsGone)
        {
            Complete(partition);
        }
    }

    private void TakeEnd(OwnedPartition partition, long offset)
    {
        partition.SeenEnd = offset;
        _broker.NoteAnswer();
        partition.IsAtEnd = true;
        if (offset >= partition.EndOffset)
        {
            Complete(partition);
        }
    }

    private void Complete(OwnedPartition partition)
    {
        if (partition.IsCompleted)
        {
            return;
        }

        partition.IsCompleted = true;
        partition.IsAtEnd = true;
        _pace.Hasten();

        // What a transaction leaves behind has an offset but is no record.
        partition.NextOffset = Math.Max(partition.NextOffset, partition.EndOffset);
        _slow.Run(() => _target.Complete(partition));
    }
}
