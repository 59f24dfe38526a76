using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Asks the brokers where partitions end: a partition is quiet only if its broker says so. The loop's thread asks; the
/// questions themselves wait on threads of their own.
/// </summary>
internal sealed class PartitionEnds(Reading reading, TopicWatch topics, ClientWatch client)
{
    /// <summary>A question waits behind a fetch on the same connection, for half a second as a rule. A broker that
    /// takes longer than this may keep the writers waiting as well.</summary>
    public static readonly TimeSpan PromptAnswer = TimeSpan.FromSeconds(3);

    private readonly TimeSpan _timeout = reading.Settings.ConnectTimeout;
    private IConsumer<byte[], byte[]> _consumer = null!;
    private PartitionOffsets _offsets = null!;
    private Task _unanswered = Task.CompletedTask;

    private TopicPartition AnyPartition => new(reading.Options.Topics.First(), 0);

    /// <summary>Asks through a consumer from now on. What was asked through another one must be taken from here before
    /// (<see cref="Unwatch"/>).</summary>
    public void Watch(IConsumer<byte[], byte[]> consumer) =>
        (_consumer, _offsets) = (consumer, new PartitionOffsets(consumer, _timeout));

    /// <summary>Stops to ask through the consumer; the task ends when nobody uses it for a question any more, and never
    /// fails.</summary>
    public Task Unwatch()
    {
        (var unanswered, _unanswered) = (_unanswered, Task.CompletedTask);
        return Task.WhenAny(unanswered);
    }

    /// <summary>The offset after the last one that a partition has now.</summary>
    /// <exception cref="KafkaException">Nobody answers.</exception>
    public long EndOf(OwnedPartition partition) => RangeOf(partition).High.Value;

    /// <summary>Asks for the first offset that a partition still has, and the one after its last.</summary>
    /// <exception cref="KafkaException">Nobody answers.</exception>
    public WatermarkOffsets RangeOf(OwnedPartition partition) => _offsets.RangeOf(partition.Id);

    /// <summary>Asks whether all there is has been read of these partitions; waits for nothing.</summary>
    public QuietQuestion Ask(IReadOnlyCollection<OwnedPartition> partitions) =>
        new(partitions, reading.Clock.GetTimestamp(), AskEnds(partitions), topics.Ask());

    /// <summary>Asks where partitions end; waits for nothing.</summary>
    public Task<QuietAnswer> AskEnds(IEnumerable<OwnedPartition> partitions)
    {
        var (offsets, wanted) = (_offsets, partitions.Select(static each => each.Id).ToList());

        // On a thread of its own: it blocks, and the answers to other questions come over the pool.
        var ends = Task.Factory.StartNew(
            () => AnswerOf(offsets, wanted),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        _unanswered = Task.WhenAll(_unanswered, ends);
        return ends;
    }

    /// <summary>Asks the group's coordinator anything: the task gives the error if it does not answer, or null. Waits
    /// for nothing.</summary>
    public Task<KafkaException?> AskCoordinator()
    {
        var consumer = _consumer;
        var asked = Task.Factory.StartNew(
            Question, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _unanswered = Task.WhenAll(_unanswered, asked);
        return asked;

        KafkaException? Question()
        {
            try
            {
                consumer.Committed([AnyPartition], _timeout);
                return null;
            }
            catch (KafkaException error)
            {
                return error;
            }
        }
    }

    /// <summary>Gives those partitions of an answered question of which all there is has been read. None if a broker
    /// did not answer promptly, or a topic is not what it was.</summary>
    public IReadOnlyList<OwnedPartition> Reached(QuietQuestion question)
    {
        try
        {
            var answer = question.Ends.GetAwaiter().GetResult();
            client.Ends.NoteAnswer();
            return answer.Took < PromptAnswer && topics.AreTheSame(question.Topics) && !topics.HasGrown
                ? question.Untouched(each => IsReached(each, answer.Ends))
                : [];
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            client.Ends.Note(error);
            Note(error);
            return [];
        }
    }

    /// <summary>Tells whether all there is has been read, and a broker says so promptly: asks, and waits for the
    /// answer.</summary>
    public bool AreReached(IReadOnlyCollection<OwnedPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            return IsCoordinatorPrompt() && topics.AreThere();
        }

        var question = Ask(partitions);
        if (question.Wait(PromptAnswer))
        {
            return Reached(question).Count == partitions.Count;
        }

        NoteSilence($"no answer within {PromptAnswer.TotalSeconds:0} s.");
        return false;
    }

    // A broker's time is real, whatever the clock of the options is.
    private static QuietAnswer AnswerOf(PartitionOffsets offsets, List<TopicPartition> partitions)
    {
        var asked = TimeProvider.System.GetTimestamp();
        return new QuietAnswer(offsets.EndsOf(partitions), TimeProvider.System.GetElapsedTime(asked));
    }

    private bool IsReached(OwnedPartition partition, IReadOnlyDictionary<TopicPartition, long> ends)
    {
        if (ends.TryGetValue(partition.Id, out var end))
        {
            return IsReached(partition, end);
        }

        reading.Notices.WriteUnlessTold(
            KafkaNoticeKind.Broker, $"{partition} is quiet, and no broker says where it ends: it may have no leader.");
        return false;
    }

    /// <summary>
    /// Tells whether all there is has been read. A position beyond the end is in records that the topic has lost: that
    /// is no end, and what is fetched there says so (<see cref="KafkaFailure.DataExpired"/>).
    /// </summary>
    internal static bool IsReached(OwnedPartition partition, long end) => end == partition.ReadTo;

    // Without a partition in hand there is nothing to read, as long as the group's coordinator answers.
    private bool IsCoordinatorPrompt()
    {
        var asked = reading.Clock.GetTimestamp();
        try
        {
            return _consumer.Committed([AnyPartition], _timeout).Count > 0
                && reading.Clock.GetElapsedTime(asked) < PromptAnswer;
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            Note(error);
            return false;
        }
    }

    private void Note(KafkaException error)
    {
        topics.Note(error);
        NoteSilence(reading.Errors.Describe(error.Error));
    }

    private void NoteSilence(string how) => reading.Notices.WriteUnlessTold(
        KafkaNoticeKind.Broker, $"A partition is quiet, and so is its broker: {how}");
}
