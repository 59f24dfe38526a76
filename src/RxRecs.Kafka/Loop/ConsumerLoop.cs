using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// The one loop of a consumer: a turn takes a record, and now and then looks after everything else, each part in its
/// order. A failure anywhere, in a handler too, is noted and ends the loop between two records, because the client
/// library loses the record that it hands out when a handler throws.
/// </summary>
internal sealed class ConsumerLoop<T> : IDisposable
{
    private readonly Reading _reading;
    private readonly TopicWatch _topics;
    private readonly RunFaults _faults;
    private readonly OwnedPartitions _owned;
    private readonly Assignment _assignment;
    private readonly Rebalances _rebalances;
    private readonly Commits _commits;
    private readonly ConsumerClient _client;
    private readonly SlowWork _slow;
    private readonly CheckPace _pace;
    private readonly PartitionTurns _turns;
    private readonly DeadLetterReports _dead;
    private readonly ProgressReport _progress;
    private readonly Membership _membership;
    private readonly EndWatch _ends;
    private readonly QuietWatch _quiet;
    private readonly CutOffWatch _cutOff;
    private readonly ExpirySkips _expiry;
    private readonly StallWatch _stalls;
    private readonly Replacement _replacement;
    private readonly RecordIntake<T> _records;
    private bool _isOver;

    public ConsumerLoop(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IRecordParser<T> parser,
        RecordTarget<T> target,
        ITopicObserver observer,
        IReadOnlySet<string> topicsMadeAnew,
        CancellationToken cancellation)
    {
        var reading = _reading = new Reading(settings, options, target, observer, cancellation);
        var broker = new BrokerWatch(settings, reading.Errors, reading.Notices);
        var silence = new ClientWatch(settings.ConnectTimeout, reading.Clock);
        _topics = new TopicWatch(settings, options, silence, reading.Notices, cancellation);
        _faults = new RunFaults(reading, _topics);
        var ends = new PartitionEnds(reading, _topics, silence);
        _owned = new OwnedPartitions(reading.OnlyTopic);
        var inbox = new Inbox(_owned);
        var expired = new ExpiredPositions(reading);
        _pace = new CheckPace(reading.Clock);
        var (quiet, busy, offsets) = (new QuietTime(reading.Clock), new BusyPipeline(), new OffsetCommits(reading));
        _commits = new Commits(reading, offsets, _topics, broker);
        _assignment = new Assignment(
            reading, _owned, inbox, _topics, offsets, _faults, _pace, quiet, topicsMadeAnew);
        _rebalances = new Rebalances(reading, _owned, _assignment, _commits, offsets, _topics, _faults, busy);
        _client = new ConsumerClient(reading, _topics, ends, broker, _faults, expired, _rebalances);
        _slow = new SlowWork(reading, _client, _owned, inbox, _faults, busy);
        _turns = new PartitionTurns(reading, _owned, _assignment, _slow, _pace);
        _dead = new DeadLetterReports(reading);
        _progress = new ProgressReport(reading, _client, _owned, _assignment, _dead, _slow);
        _membership = new Membership(
            reading, _client, _topics, _owned, _assignment, _commits, _slow, quiet, _progress);
        _ends = new EndWatch(reading, _owned, _assignment, _membership, _topics, ends, _turns, _slow);
        _quiet = new QuietWatch(reading, _owned, _assignment, ends, broker, _slow, quiet);
        _cutOff = new CutOffWatch(reading, silence, _topics, ends, _owned, _slow);
        _expiry = new ExpirySkips(reading, expired, inbox, _owned, _topics, ends, _client, _turns);
        _stalls = new StallWatch(reading, _owned, inbox, ends.AskEnds, _client.FetchAnew);
        _replacement = new Replacement(
            reading, _client, _owned, inbox, expired, _faults, _assignment, _commits, _membership, _quiet, _cutOff,
            _stalls, _slow);
        _records = new RecordIntake<T>(
            reading, parser, target, _client, _owned, inbox, _faults, broker, _turns, _dead, _slow);
        Control = new PartitionControl(reading, _client, _topics, _slow, _dead);
    }

    /// <summary>Gives the target what it may ask for.</summary>
    public IPartitionControl Control { get; }

    /// <summary>Counts the records that could not be read.</summary>
    public long DeadLetters => _dead.Count;

    /// <summary>The topics that have been found to be others than those whose reading began.</summary>
    public IReadOnlyCollection<string> NewTopics => _topics.NewTopics;

    public void Dispose() => _slow.Dispose();

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
        catch (OperationCanceledException) when (
            _reading.Cancellation.IsCancellationRequested && !_faults.HasFailed)
        {
            // That is what the user asked for.
        }

        if (_reading.Target.Failure is { } failure)
        {
            _faults.NoteFault(failure);
        }

        _faults.ThrowIfAny();
    }

    private void Read()
    {
        _reading.Cancellation.ThrowIfCancellationRequested();
        _topics.Begin();
        _client.Connect();
        try
        {
            _slow.Start();
            _membership.Join();
            while (!_isOver && !_reading.Observer.IsDisposed)
            {
                _reading.Cancellation.ThrowIfCancellationRequested();
                Turn();
                _replacement.Look(_records.Records);
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
            _topics.LookAfter(error);
            throw;
        }
        finally
        {
            Close();
        }
    }

    private void Turn()
    {
        try
        {
            TakeNext();
        }
        catch (KafkaException error) when (!_faults.HasFailed && _faults.IsExpulsion(error))
        {
            _faults.Note(error);
        }
    }

    // The order is the point: nothing is taken before the target has begun with the partition, and nothing more once
    // the group no longer knows us.
    private void TakeNext()
    {
        var record = _records.Next();
        _faults.ThrowIfAny();
        if (_faults.Expulsion is not null)
        {
            return;
        }

        if (_reading.Target.Failure is not null)
        {
            _isOver = true;
            return;
        }

        _reading.Target.Look();
        _turns.BeginNew();
        _turns.ReleaseLostPartitions();
        if (record is null)
        {
            _expiry.GoOn();
            _stalls.Look();
        }
        else if (record.IsPartitionEOF)
        {
            _records.TakeEnd(record);
        }
        else
        {
            _records.Take(record);
            if (!_pace.IsDue())
            {
                return;
            }
        }

        LookAround();
    }

    // The order is the point: a topic that was made anew is noticed before anything is committed, and what is quiet is
    // told, and saved, before the commit.
    private void LookAround()
    {
        if (_faults.Expulsion is not null)
        {
            return;
        }

        var now = _reading.Clock.GetTimestamp();
        _pace.Begin(now);
        _quiet.NoteRecords(_records.Records, now);
        _turns.ReleaseLostPartitions();
        _topics.Look();
        _membership.AddPartitions();
        _commits.SendAnswered(_client.Restricted);
        if (_topics.IsDue(hasPartitions: _owned.Count > 0))
        {
            _slow.Run(() => _topics.AreThere());
        }

        _cutOff.Look();
        _quiet.Look(now);
        if (_commits.IsDue(now))
        {
            _commits.Begin(now);
            _slow.Run(() => _commits.Commit(_client.Restricted, _owned, isLast: false));
        }

        _progress.Tell(_records.Records, now);
        _ends.Look();
        _isOver = _ends.IsReached || (_quiet.IsQuietForLong && _quiet.End());
    }

    private void Close()
    {
        _rebalances.Close();
        _faults.Guard(() => _dead.Tell(isEnd: true));
        _faults.Guard(() => _reading.Target.Settle(_owned, mayCommit: !_faults.HasFailed));
        if (!_faults.HasFailed)
        {
            _faults.Guard(() => _commits.Commit(_client.Restricted, _owned, isLast: true));
        }

        _slow.Dispose();
        _assignment.Release(_client.Restricted, [.. _owned]);
        _client.Close();
    }
}
