using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// The one loop of a consumer: it asks for a record when the last one has been processed, so that a synchronous
/// pipeline is the backpressure. A failure anywhere, in a handler too, is noted and ends the loop between two records,
/// because the client library loses the record that it hands out when a handler throws.
/// </summary>
internal sealed partial class ConsumerLoop<T> : IPartitionControl, IDisposable
{
    private const int RecordsBetweenChecks = 256;
    private const int PollMilliseconds = 100;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(250);
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
    private readonly HashSet<TopicPartition> _anew = [];
    private readonly PollKeeper _keeper;
    private readonly NoticeBoard _notices;
    private readonly BrokerWatch _broker;
    private readonly TopicWatch _topics;
    private readonly OffsetCommits _commits;
    private readonly UntakenNotices _untaken;
    private IConsumer<byte[], byte[]> _consumer = null!;
    private PartitionEnds _ends = null!;
    private GroupEnd? _group;
    private ManualResetEventSlim? _busyPipeline;
    private OwnedPartition? _moved;
    private bool _isAssigned;
    private bool _isOver;
    private bool _areAllKnown;
    private UnsentOffsets? _unsent;
    private QuietQuestion? _quiet;
    private volatile bool _isClosing;
    private bool _hasNewPartitions;
    private bool _hasBegun;
    private volatile bool _haveSomeGone;
    private int _untilCheck = RecordsBetweenChecks;
    private long _records;
    private long _dead;
    private long _lastCheck;
    private long _lastCommit;
    private long _lastProgress;
    private long _lastRecord;
    private long _lastGroupCheck;
    private long _lastAssignment;
    private long _recordsAtCheck;

    public ConsumerLoop(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IRecordParser<T> parser,
        RecordTarget<T> target,
        ITopicObserver observer,
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
        _commits = new OffsetCommits(_telemetry, _errors, _notices);
        _faults = new RunFaults(_reading, _topics);
        _owned = new OwnedPartitions(_reading.OnlyTopic);
        _inbox = new Inbox(_owned);
        _expired = new ExpiredPositions(_reading);
        _keeper = new PollKeeper(options.MaxPollInterval / 4, PollInstead);
    }

    /// <summary>Counts the records that could not be read.</summary>
    public long DeadLetters => _dead;

    /// <summary>The topics that have been found to be others than those whose reading began.</summary>
    public IReadOnlyCollection<string> NewTopics => _topics.NewTopics;

    /// <summary>The topics that were made anew: they begin at their beginning, whatever a group has
    /// committed.</summary>
    public IReadOnlySet<string> Anew { get; init; } = new HashSet<string>();

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

    public void Dispose() => _keeper.Dispose();

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

        // Done once no other thread polls for us: what that one still brings is from before the move.
        _moved = partition;
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
        Connect();
        try
        {
            _keeper.Start();
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

    private void Connect()
    {
        _consumer = BuildConsumer();
        _topics.Watch(_consumer);
        _ends = new PartitionEnds(_consumer, _options, _settings.ConnectTimeout, _topics, _client, _errors, _notices);
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
        if (_hasNewPartitions)
        {
            BeginAssigned();
        }

        GoOnWithoutThoseGone();
        if (record is { IsPartitionEOF: false })
        {
            Take(record);
            if (--_untilCheck > 0 && _clock.GetElapsedTime(_lastCheck) < CheckInterval)
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

    private ConsumeResult<byte[], byte[]>? Poll()
    {
        try
        {
            return _consumer.Consume(PollMilliseconds);
        }
        catch (KafkaException error) when (IsOfNoGroup(error.Error))
        {
            return null;
        }
        catch (KafkaException error) when (_faults.IsExpulsion(error))
        {
            _faults.Note(error);
            return null;
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            Notice(KafkaNoticeKind.ClientError, _errors.Describe(error.Error));
            _topics.Note(error);
            return null;
        }
        catch (ConsumeException error) when (_expired.IsExpired(error))
        {
            _expired.Note(error);
            return null;
        }
        catch (KafkaException error)
        {
            throw _errors.Translate(error, _reading.OnlyTopic);
        }
    }

    // The client looks for the coordinator of a group in any case. Without a group we need none.
    private bool IsOfNoGroup(Error error) =>
        _options.Group is null && error.Code == ErrorCode.GroupAuthorizationFailed;

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
        _untilCheck = 1;

        // What a transaction leaves behind has an offset but is no record.
        partition.NextOffset = Math.Max(partition.NextOffset, partition.EndOffset);
        Keep(() => _target.Complete(partition));
    }
}
