using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Live.Messages;
using RxRecs.Storage;

namespace RxRecs.Live.Events;

/// <summary>
/// The log as a topic of Kafka with one partition, into which others may write as well. Positions are offsets. What the
/// topic keeps, and how long, is for its own settings to say.
/// </summary>
internal sealed class TopicEventLog : IEventLog
{
    private const int Partitions = 1;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    // What was taken with 202 was at most a minute ahead; a clock that is set back must not set it aside.
    private static readonly RecordLimitOptions Limits = new() { MaxFutureSkew = TimeSpan.FromMinutes(2) };

    private readonly KafkaSettings _settings;
    private readonly string _topic;
    private readonly TimeProvider _clock;
    private readonly NoticeLog _notices;
    private readonly KafkaTopics _topics;
    private readonly TopicWriter _writer;
    private readonly AppendQueue _appends;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;
    private long _behindLast;
    private long _caughtUpAt = -1;
    private volatile bool _isAway;

    /// <summary>Finds the topic, or makes it.</summary>
    /// <exception cref="KafkaFailureException">No broker answers, the topic has several partitions, or we may not
    /// write.</exception>
    public TopicEventLog(
        KafkaSettings settings, string topic, TimeProvider clock, ILogger<TopicEventLog> logger)
    {
        (_settings, _topic, _clock, _notices) = (settings, topic, clock, new NoticeLog(logger));
        foreach (var warning in settings.Warnings())
        {
            Log.Notice(logger, warning);
        }

        _topics = new KafkaTopics(settings);
        try
        {
            var found = EnsureTopicAsync().GetAwaiter().GetResult();
            Name = found.Id is { } id ? $"topic {topic} with the id {id}" : $"topic {topic}";
            _writer = new TopicWriter(settings, topic, _notices);
        }
        catch
        {
            _topics.Dispose();
            throw;
        }

        _appends = new AppendQueue(Write);
        _looking = LookAsync();
    }

    /// <summary>Names the topic with its id, which one made anew under its name does not have.</summary>
    public string Name { get; }

    public long FirstPosition => 0;

    public long? CaughtUpAt => Volatile.Read(ref _caughtUpAt) is >= 0 and var position ? position : null;

    public bool IsAway => _isAway;

    public bool IsTooLong => false;

    public async Task<long?> AppendAsync(MessageBatch messages)
    {
        if (_isAway)
        {
            throw new IOException("No broker answers.");
        }

        try
        {
            return await _appends.AppendAsync(messages);
        }
        catch (IOException)
        {
            _isAway = true;
            throw;
        }
    }

    public IObservable<ReadResult<PositionedEvent<LogRecord>>> ReadFrom(long position)
    {
        _behindLast = position;
        var options = new KafkaSourceOptions
        {
            Topics = [_topic],
            ExpectedPartitions = Partitions,
            Start = position == FirstPosition
                ? KafkaStart.Beginning
                : KafkaStart.From([new TopicPartitionOffset(_topic, 0, position)]),
            Limits = Limits,
            Notices = _notices,
            TimeProvider = _clock,
            Progress = new CatchingUp(this),
            Scheduler = NewThreadScheduler.Default,
        };
        return KafkaSource.FromTopics(_settings, options, new TopicMessageParser()).WithDeadLetters().Select(Take);
    }

    public void DeleteBefore(long position)
    {
        // The topic is the shop's, and others read it: its retention says when a record goes.
    }

    public void Trim(long position)
    {
        // As above.
    }

    public void Dispose()
    {
        _stop.Cancel();
        _looking.GetAwaiter().GetResult();
        _appends.Dispose();
        _writer.Dispose();
        _topics.Dispose();
        _stop.Dispose();
    }

    private async Task<KafkaTopic> EnsureTopicAsync()
    {
        var topic = await _topics.FindAsync(_topic)
            ?? await _topics.EnsureAsync(new KafkaTopic(_topic, Partitions));
        if (topic.Partitions != Partitions)
        {
            throw new KafkaFailureException(
                KafkaFailure.PartitionCount,
                $"--topic: '{_topic}' has {topic.Partitions} partitions, and this server needs a topic with one: a "
                + "merge or an erasure counts for all that came before it, which only one partition has in an order. "
                + "Name another topic; where it is missing it is made.");
        }

        return topic;
    }

    // Confirmations do not tell the offset.
    private long? Write(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        _writer.Write(messages);
        return null;
    }

    private ReadResult<PositionedEvent<LogRecord>> Take(ReadResult<KafkaRecord<ShopMessage>> read)
    {
        if (read.DeadLetter is { } letter)
        {
            return letter;
        }

        if (read.Counts is { } counts)
        {
            return counts;
        }

        _behindLast = read.Value.Offset + 1;
        return new PositionedEvent<LogRecord>(LogRecord.Of(read.Value.Value), _behindLast);
    }

    /// <summary>Asks for the topic now and then: neither a quiet reader nor a quiet writer knows whether it is
    /// there.</summary>
    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    await _topics.FindAsync(_topic, _stop.Token);
                    _isAway = false;
                }
                catch (KafkaFailureException)
                {
                    _isAway = true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Hears on the reading thread how far the reading has come.</summary>
    private sealed class CatchingUp(TopicEventLog log) : IProgress<KafkaProgress>
    {
        public void Report(KafkaProgress value)
        {
            if (value.IsCaughtUp && log._caughtUpAt < 0)
            {
                Volatile.Write(ref log._caughtUpAt, log._behindLast);
            }
        }
    }
}
