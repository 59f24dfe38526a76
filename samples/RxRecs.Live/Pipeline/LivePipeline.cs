using RxRecs.Kafka;
using RxRecs.Live.Events;
using RxRecs.Live.Messages;
using RxRecs.Storage;

namespace RxRecs.Live.Pipeline;

/// <summary>
/// Runs the machine on a thread of its own: messages of the log in their order, and between them the questions that
/// need the newest state, from a bounded queue. State, position and open carts are saved in one transaction. Questions
/// are answered also while something is saved or a user's past is changed; messages wait.
/// </summary>
internal sealed class LivePipeline : BackgroundService
{
    private const string Name = "carts";
    private const int MessagesAtOnce = 64;
    private const int ShortQueue = 4;
    private static readonly TimeSpan ScrubPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ComplaintPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(30);

    private readonly IEventLog _log;
    private readonly IResultStore _store;
    private readonly StoredPipeline<LogRecord, CartRow> _pipeline;
    private readonly LiveMachine _machine;
    private readonly MessageQueue<PositionedEvent<LogRecord>> _messages = new(1_024);
    private readonly QuestionQueue _questions;
    private readonly IdleWait _idle = new();
    private readonly StatePublisher _publisher;
    private readonly TimeProvider _clock;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private Exception? _failure;
    private long _pauseUntil;
    private long _quietUntil;
    private long _checkpoint;
    private long _olderCheckpoint;

    public LivePipeline(
        LiveSettings settings,
        IEventLog log,
        IResultStore store,
        StatePublisher publisher,
        DeadLetterCounts deadLetters,
        TimeProvider clock,
        IHostApplicationLifetime lifetime,
        ILogger<LivePipeline> logger)
    {
        (_log, _store, _publisher, _clock) = (log, store, publisher, clock);
        (_lifetime, _logger) = (lifetime, logger);
        DeadLetters = deadLetters;
        _questions = new(settings.MaxQuestions);
        _machine = new LiveMachine(AnswerQuestions)
        {
            OnLearned = Lists.Outdate,
            OnChanged = RemoveLists,
            OnStated = NoteChange,
            OnRequest = (request, body) => RequestKeys.TryTake(request, body),
        };
        LogOwner.Check(store, Name, log);
        _pipeline = new StoredPipeline<LogRecord, CartRow>(
            new StoredPipelineOptions<CartRow>
            {
                Store = store,
                Name = Name,
                KeySelector = row => row.User.ToString(),
                TimeSelector = row => row.Time,
                Write = CartRow.Write,
                IsRemoval = row => row.Items.Count == 0,
                Start = log.FirstPosition,
                Codecs = ShopEvent.Codecs,
                CheckpointEvents = 1_000_000,
                CheckpointInterval = CheckpointInterval,
                TimeProvider = clock,
                OnProgress = AnswerQuestions,
            },
            messages => messages.RunMachine(() => _machine));
        (_checkpoint, _olderCheckpoint) = (_pipeline.CheckpointPosition, log.FirstPosition);

        // Whoever reads before the thread has begun gets what the checkpoint knows.
        Publish();
    }

    /// <summary>Gives the lists of users.</summary>
    public ListCache Lists { get; } = new(generationSize: 50_000);

    /// <summary>Gives the neighbors of items.</summary>
    public ListCache Neighbors { get; } = new(generationSize: 10_000);

    /// <summary>Gives the idempotency keys that are known.</summary>
    public RequestKeys RequestKeys { get; } = new();

    public DeadLetterCounts DeadLetters { get; }

    /// <summary>Tells whether all is known that was in the log when the server started.</summary>
    public bool IsReady => _failure is null && _log.CaughtUpAt is { } end && _pipeline.Position >= end;

    /// <summary>Tells whether the log does not answer: answers may be old.</summary>
    public bool IsLogAway => _log.IsAway;

    /// <summary>Gives what the pipeline has failed with; null while it runs.</summary>
    public Exception? Failure => _failure;

    /// <summary>Tells whether so many questions wait that who has something to show should not join
    /// them.</summary>
    public bool IsBusy => _questions.Count >= ShortQueue;

    /// <summary>Lets the pipeline's thread answer a question from the newest state.</summary>
    /// <returns>Whether it will be answered, or fail with a <see cref="PipelineEndedException"/>; false where too many
    /// questions wait, or the pipeline has ended.</returns>
    public bool TryAsk<T>(Func<LiveMachine, T> question, out Task<T> answered)
    {
        var isTaken = _questions.TryAdd(question, out answered);
        _idle.Wake();
        return isTaken;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Where it was stopped before its thread had begun, nobody else says so.
        _questions.End();
    }

    public override void Dispose()
    {
        // Where the server's start fails, nobody has stopped it: its thread uses what goes next.
        base.Dispose();
        ExecuteTask?.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _pipeline.Dispose();
        _machine.Dispose();
        _messages.Dispose();
        _idle.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stopping)
    {
        using var wake = stopping.Register(() => _idle.Wake());
        try
        {
            using var reading = _log.ReadFrom(_pipeline.Position).Subscribe(
                read => Take(read, stopping), error => Fail(error));
            while (!stopping.IsCancellationRequested && _failure is null)
            {
                var answered = _publisher.Answered;
                AnswerQuestions();
                if (!LearnMessages() && _publisher.Answered == answered)
                {
                    _idle.Rest(() => _messages.Count > 0 || _questions.Count > 0);
                }

                Publish();
                Scrub();
                _pipeline.SaveDue();
            }

            if (_pipeline.Error is null)
            {
                _pipeline.Save();
            }
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            _questions.End();
        }

        if (_failure is { } failure)
        {
            Tell(failure);
            _lifetime.ApplicationStarted.Register(_lifetime.StopApplication);
        }
    }

    /// <summary>Tells what the pipeline has failed with. A file or a broker says by itself what to do; whatever
    /// else comes with its stack.</summary>
    private void Tell(Exception failure)
    {
        var isKnown = failure is IOException or KafkaFailureException;
        Log.Failed(_logger, isKnown ? null : failure, failure.Message);
        if (isKnown)
        {
            Log.FailedAt(_logger, failure);
        }
    }

    private void Take(ReadResult<PositionedEvent<LogRecord>> read, CancellationToken stopping)
    {
        if (!read.IsValue)
        {
            if (read.DeadLetter is { } letter)
            {
                DeadLetters.Add("unreadable in the log");
                Complain(letter);
            }

            return;
        }

        try
        {
            _messages.Add(read.Value, stopping);
            _idle.Wake();
        }
        catch (OperationCanceledException)
        {
            // The server stops: the log has the message, and the next run learns it.
        }
    }

    /// <summary>Tells of one dead letter now and then: whoever writes them must not fill the disk.</summary>
    private void Complain(DeadLetter letter)
    {
        var now = _clock.GetTimestamp();
        if (now >= _quietUntil)
        {
            _quietUntil = now + Ticks(ComplaintPause);
            Log.Unreadable(_logger, letter.Position, letter.Reason);
        }
    }

    private void RemoveLists(Id user)
    {
        // Whose neighbors a user has made, nobody knows any more.
        Lists.Remove(user);
        Neighbors.Clear();
    }

    private void NoteChange(Id item)
    {
        Lists.Change(item);
        Neighbors.Change(item);
    }

    private void AnswerQuestions() => _publisher.Answered += _questions.Answer(_machine);

    /// <summary>Lets another thread do something, and answers questions meanwhile.</summary>
    private void Await(Action work)
    {
        var working = Task.Run(work);
        while (Task.WaitAny([working], millisecondsTimeout: 1) < 0)
        {
            AnswerQuestions();
        }

        working.GetAwaiter().GetResult();
    }

    private bool LearnMessages()
    {
        var count = 0;
        while (count < MessagesAtOnce && _messages.TryTake(out var message))
        {
            _pipeline.OnNext(message.Value, message.NextPosition);
            count++;
        }

        if (_pipeline.Error is { } error)
        {
            throw error;
        }

        return count > 0;
    }

    private void Publish()
    {
        if (_publisher.IsDue())
        {
            _publisher.Publish(_machine, DeadLetters, IsReady, IsLogAway);
        }
    }

    /// <summary>
    /// Lets nothing but the newest state know of who was forgotten: older checkpoints and the log before it go. Where
    /// nobody was, the log keeps its newest messages alone.
    /// </summary>
    private void Scrub()
    {
        var now = _clock.GetTimestamp();
        if (now < _pauseUntil)
        {
            return;
        }

        _pauseUntil = now + Ticks(ScrubPause);
        NoteCheckpoint();
        if (_machine.HasForgotten)
        {
            _pipeline.Save();
            Await(DeleteOlder);
        }
        else if (_log.IsTooLong)
        {
            _log.Trim(_olderCheckpoint);
        }
    }

    /// <summary>Remembers where the older of the two checkpoints is, or was: to read them would be to load
    /// them.</summary>
    private void NoteCheckpoint()
    {
        if (_pipeline.CheckpointPosition != _checkpoint)
        {
            (_checkpoint, _olderCheckpoint) = (_pipeline.CheckpointPosition, _checkpoint);
        }
    }

    private void DeleteOlder()
    {
        if (_store.Load(Name) is { Count: > 0 } kept && kept[0].Position == _pipeline.Position)
        {
            // A store keeps two: the same one once more, and the older one is gone.
            _store.Save(Name, kept[0].Position, kept[0].Content.Span);
            _log.DeleteBefore(kept[0].Position);
            _machine.HasForgotten = false;
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private void Fail(Exception error)
    {
        _failure ??= error;
        _idle.Wake();
    }
}
