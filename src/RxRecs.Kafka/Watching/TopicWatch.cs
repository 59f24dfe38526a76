using Confluent.Kafka;
using TopicAnswer =
    System.Threading.Tasks.Task<System.Collections.Generic.IReadOnlyDictionary<string, RxRecs.Kafka.TopicState?>>;

namespace RxRecs.Kafka;

/// <summary>
/// Tells whether the topics are still there, and still the same. Every few seconds, and before each commit, a broker is
/// asked for them. That a topic is missing may also be said because a broker is away or has just come back, and of one
/// that is deleted a member without partitions is told nothing: both raise a doubt and no more, which
/// <see cref="ClusterCheck"/> settles.
/// </summary>
internal sealed class TopicWatch(
    KafkaSettings settings,
    KafkaSourceOptions options,
    ClientWatch client,
    NoticeBoard notices,
    CancellationToken cancellation)
    : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WithoutPartitions = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _new = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _grown = new(StringComparer.Ordinal);
    private readonly TimeSpan _interval = settings.ConnectTimeout / 4 is var part && part < LongestInterval
        ? part
        : LongestInterval;

    private IReadOnlyDictionary<string, TopicState> _begun = new Dictionary<string, TopicState>();
    private TopicDescriptions? _descriptions;
    private TopicAnswer? _asked;
    private volatile bool _isInDoubt;
    private long _lastLook;
    private long _lastQuestion;
    private long? _refusedSince;

    /// <summary>Gives the number of partitions that each topic had at the start.</summary>
    public IReadOnlyDictionary<string, int> PartitionCounts { get; private set; } = new Dictionary<string, int>();

    /// <summary>Tells how many partitions there are in all, as far as is known.</summary>
    public int Partitions => _counts.Values.Sum();

    /// <summary>The topics that have been found to be others of the same name.</summary>
    public IReadOnlyCollection<string> NewTopics => _new;

    /// <summary>The first look, before anything is read.</summary>
    /// <exception cref="KafkaFailureException">Something is not as it must be.</exception>
    public void Begin()
    {
        _begun = Look(options);
        PartitionCounts = _begun.ToDictionary(each => each.Key, each => each.Value.Partitions, StringComparer.Ordinal);
        foreach (var (topic, count) in PartitionCounts)
        {
            _counts[topic] = count;
        }
    }

    /// <summary>Uses a consumer's own connections from now on. What used those of another one must be taken from here
    /// before (<see cref="Unwatch"/>).</summary>
    public void Watch(IClient consumer)
    {
        _descriptions = new TopicDescriptions(consumer, options.Topics, settings.ConnectTimeout);
        _lastQuestion = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Stops to use the consumer's connections; what it gives is to be disposed before the consumer.</summary>
    public IAsyncDisposable? Unwatch()
    {
        (var descriptions, _descriptions, _asked) = (_descriptions, null, null);
        return descriptions;
    }

    /// <summary>Lists all partitions that are known.</summary>
    public List<TopicPartition> AllPartitions() =>
        [.. _counts.SelectMany(static topic =>
            Enumerable.Range(0, topic.Value).Select(number => new TopicPartition(topic.Key, number)))];

    /// <summary>Gives the id of a topic when the reading began; 0 if it is not known.</summary>
    public UInt128 IdOf(string topic) => _begun.GetValueOrDefault(topic).Id;

    /// <summary>A topic may be gone.</summary>
    public void Doubt() => _isInDoubt = true;

    /// <summary>Doubts if this error may mean that a topic is gone, or that we may no longer use it.</summary>
    public void Note(KafkaException exception)
    {
        if (KafkaErrors.Any(exception, static error => KafkaErrors.NeedsCheck(error) || KafkaErrors.IsTerminal(error)))
        {
            Doubt();
        }
    }

    /// <inheritdoc cref="Note(KafkaException)"/>
    public void Note(Error error) => Note(new KafkaException(error));

    /// <summary>Tells whether it is time to ask anew, over connections of its own.</summary>
    public bool IsDue(bool hasPartitions) =>
        (_isInDoubt || !hasPartitions)
        && options.TimeProvider.GetElapsedTime(_lastLook) >= (_isInDoubt ? BetweenLooks : WithoutPartitions);

    /// <summary>Tells whether a broker says that all is there; false if none does.</summary>
    /// <exception cref="KafkaFailureException">A topic or a partition is gone, another one has its name, or we may no
    /// longer use it.</exception>
    public bool AreThere()
    {
        var wasInDoubt = _isInDoubt;
        _isInDoubt = false;
        try
        {
            // A topic may grow while it is read.
            var needs = options with { ExpectedPartitions = null, Start = KafkaStart.Beginning };
            foreach (var (topic, state) in Look(needs, isRunning: true))
            {
                Compare(topic, state);
            }

            _refusedSince = null;
            return true;
        }
        catch (KafkaFailureException failure) when (!IsCertain(failure.Failure))
        {
            if (wasInDoubt)
            {
                Doubt();
            }

            notices.WriteUnlessTold(KafkaNoticeKind.Broker, failure.Message);
            return false;
        }
    }

    /// <summary>Asks now and then, and looks at what has been answered; waits for nothing.</summary>
    /// <exception cref="KafkaFailureException">Another topic has the name.</exception>
    public void Look()
    {
        if (_asked is { IsCompleted: true } answered)
        {
            _asked = null;
            AreTheSame(answered);
        }

        if (_asked is null && options.TimeProvider.GetElapsedTime(_lastQuestion) >= _interval)
        {
            _asked = Ask();
        }
    }

    /// <summary>Asks, for <see cref="AreTheSame(TopicAnswer)"/>.</summary>
    public TopicAnswer Ask()
    {
        _lastQuestion = options.TimeProvider.GetTimestamp();
        return _descriptions!.AskAsync();
    }

    /// <summary>
    /// Gives what an answer says: whether each topic was the one whose reading began. False if one is gone or nobody
    /// has answered.
    /// </summary>
    /// <exception cref="KafkaFailureException">Another topic has the name.</exception>
    public bool AreTheSame(TopicAnswer answer)
    {
        try
        {
            if (!answer.IsCompleted)
            {
                return false;
            }

            var states = answer.GetAwaiter().GetResult();
            client.Topics.NoteAnswer();
            return Take(states);
        }
        catch (KafkaException error)
        {
            client.Topics.Note(error);
            Note(error);
            return false;
        }
    }

    /// <summary>
    /// Asks, and waits for the answer: whether each topic is the one whose reading began. False if one is gone or
    /// nobody answers promptly.
    /// </summary>
    /// <param name="patience">The time to wait; <see cref="PartitionEnds.PromptAnswer"/> unless given.</param>
    /// <exception cref="KafkaFailureException">Another topic has the name.</exception>
    public bool AreTheSame(TimeSpan? patience = null)
    {
        if (_descriptions is null)
        {
            return false;
        }

        var asked = Ask();
        ((IAsyncResult)asked).AsyncWaitHandle.WaitOne(patience ?? PartitionEnds.PromptAnswer);
        return AreTheSame(asked);
    }

    /// <summary>Asks once more after what has ended the run: a position that is not there may be one in a topic that is
    /// not there any more.</summary>
    /// <exception cref="KafkaFailureException">Another topic has the name.</exception>
    public void LookAfter(Exception error)
    {
        if (error is KafkaFailureException { Failure: KafkaFailure.DataExpired } && _new.Count == 0)
        {
            AreTheSame();
        }
    }

    /// <summary>The partitions that have come since this was last asked.</summary>
    public IReadOnlyList<TopicPartition> TakeAdded()
    {
        var added = new List<TopicPartition>();
        foreach (var (topic, count) in _grown)
        {
            added.AddRange(Enumerable.Range(_counts[topic], count - _counts[topic])
                .Select(number => new TopicPartition(topic, number)));
            _counts[topic] = count;
        }

        _grown.Clear();
        return added;
    }

    /// <summary>Tells whether partitions have come that <see cref="TakeAdded"/> has not told yet.</summary>
    public bool HasGrown => _grown.Count > 0;

    /// <summary>Has the client look at all topics, so that a member of a group hears at once that one has grown: by
    /// itself it looks every 5 minutes.</summary>
    public void Refresh()
    {
        try
        {
            _descriptions?.Refresh();
        }
        catch (KafkaException error)
        {
            Note(error);
        }
    }

    public ValueTask DisposeAsync() => _descriptions?.DisposeAsync() ?? ValueTask.CompletedTask;

    private bool Take(IReadOnlyDictionary<string, TopicState?> states)
    {
        var areThere = states.Count == _begun.Count;
        foreach (var (topic, state) in states)
        {
            if (state is { } found)
            {
                Compare(topic, found);
            }
            else
            {
                areThere = false;
                Doubt();
            }
        }

        return areThere;
    }

    // A topic that is gone, and one that is another's now, is certain as soon as a broker says so. That we are not
    // known any more may be a broker's that has just started.
    private bool IsCertain(KafkaFailure failure)
    {
        if (failure is not KafkaFailure.NotAuthenticated)
        {
            return failure is KafkaFailure.MissingTopic or KafkaFailure.NotAuthorized or KafkaFailure.DataExpired;
        }

        _refusedSince ??= options.TimeProvider.GetTimestamp();
        return options.TimeProvider.GetElapsedTime(_refusedSince.Value) >= settings.ConnectTimeout;
    }

    private IReadOnlyDictionary<string, TopicState> Look(KafkaSourceOptions needs, bool isRunning = false)
    {
        try
        {
            return ClusterCheck.Run(settings, needs, notices.Output, isRunning, cancellation);
        }
        finally
        {
            _lastLook = options.TimeProvider.GetTimestamp();
        }
    }

    // No topic loses partitions: it is another one of the same name.
    private void Compare(string topic, TopicState found)
    {
        var begun = _begun[topic];
        if (TopicState.AreOfDifferentTopics(begun.Id, found.Id))
        {
            _new.Add(topic);
        }

        if (found.Partitions < begun.Partitions)
        {
            throw new KafkaFailureException(
                KafkaFailure.MissingTopic,
                $"Partition {topic}[{found.Partitions}] no longer exists: topic '{topic}' had {begun.Partitions} "
                + $"partitions when the reading began and was made anew with {found.Partitions}. Read it anew, under "
                + "another group or Name.");
        }

        if (_new.Contains(topic))
        {
            throw new KafkaFailureException(
                KafkaFailure.DataExpired,
                $"Topic '{topic}' was deleted and made anew while it was read: positions in the old one say nothing of"
                + " the new one. What was read since the last check is not committed. Start again under another group"
                + " or Name, or set RestartOnNewTopic.");
        }

        if (found.Partitions > _counts[topic])
        {
            _grown[topic] = found.Partitions;
        }
    }
}
