using Confluent.Kafka;
using RxRecs.Kafka.Settings;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Whether the topics are still there. That a topic is missing may also be said because a broker is away or has just
/// come back, and of one that is deleted a member without partitions is told nothing: both raise a doubt and no more,
/// which <see cref="ClusterCheck"/> settles.
/// </summary>
internal sealed class TopicWatch(
    KafkaSettings settings, KafkaSourceOptions options, NoticeBoard notices, CancellationToken cancellation)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WithoutPartitions = TimeSpan.FromSeconds(30);
    private volatile bool _isInDoubt;
    private long _lastLook;

    /// <summary>How many partitions each topic had at the start.</summary>
    public IReadOnlyDictionary<string, int> PartitionCounts { get; private set; } = new Dictionary<string, int>();

    /// <summary>The first look, before anything is read.</summary>
    /// <exception cref="KafkaFailureException">Something is not as it must be.</exception>
    public void Begin() => PartitionCounts = Look(options);

    /// <summary>A topic may be gone.</summary>
    public void Doubt() => _isInDoubt = true;

    /// <summary>Doubts if this error may mean that a topic is gone.</summary>
    public void Note(KafkaException exception)
    {
        if (KafkaErrors.Any(exception, KafkaErrors.NeedsCheck))
        {
            Doubt();
        }
    }

    /// <inheritdoc cref="Note(KafkaException)"/>
    public void Note(Error error) => Note(new KafkaException(error));

    /// <summary>Whether it is time to ask.</summary>
    public bool IsDue(bool hasPartitions) =>
        (_isInDoubt || !hasPartitions)
        && options.Clock.GetElapsedTime(_lastLook) >= (_isInDoubt ? BetweenLooks : WithoutPartitions);

    /// <summary>Whether a broker says that all is there; false if none does.</summary>
    /// <exception cref="KafkaFailureException">A topic or a partition is gone, or we may no longer use it.</exception>
    public bool AreThere()
    {
        var wasInDoubt = _isInDoubt;
        _isInDoubt = false;
        try
        {
            // A topic may grow while it is read.
            CheckCounts(Look(options with { ExpectedPartitions = null, Start = KafkaStart.Beginning }));
            return true;
        }
        catch (KafkaFailureException failure) when (
            failure.Failure is not (KafkaFailure.MissingTopic or KafkaFailure.NotAuthorized))
        {
            if (wasInDoubt)
            {
                Doubt();
            }

            notices.WriteUnlessTold(failure.Message);
            return false;
        }
    }

    private IReadOnlyDictionary<string, int> Look(KafkaSourceOptions needs)
    {
        try
        {
            return ClusterCheck.Run(settings, needs, notices.Output, cancellation);
        }
        finally
        {
            _lastLook = options.Clock.GetTimestamp();
        }
    }

    // No topic loses partitions: it is another one of the same name.
    private void CheckCounts(IReadOnlyDictionary<string, int> counts)
    {
        foreach (var (topic, count) in counts)
        {
            if (count < PartitionCounts[topic])
            {
                throw new KafkaFailureException(
                    KafkaFailure.MissingTopic,
                    $"Partition {topic}[{count}] no longer exists: topic '{topic}' had {PartitionCounts[topic]} "
                    + $"partitions when the reading began and was made anew with {count}. Read it anew, under another "
                    + "group or Name.");
            }
        }
    }
}
