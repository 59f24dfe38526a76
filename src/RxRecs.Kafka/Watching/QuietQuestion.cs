using TopicAnswer =
    System.Threading.Tasks.Task<System.Collections.Generic.IReadOnlyDictionary<string, RxRecs.Kafka.TopicState?>>;

namespace RxRecs.Kafka;

/// <summary>
/// The question whether quiet partitions are read to their ends. It is put to the brokers once for all of them, and
/// records are read until they answer: a loop that waits for each answer reads a record between two of them.
/// </summary>
internal sealed class QuietQuestion
{
    private readonly List<(OwnedPartition Partition, long QuietSince)> _partitions;

    public QuietQuestion(
        IEnumerable<OwnedPartition> partitions,
        long asked,
        Task<QuietAnswer> ends,
        TopicAnswer topics)
    {
        _partitions = [.. partitions.Select(static each => (each, each.QuietSince))];
        (Asked, Ends, Topics) = (asked, ends, topics);
    }

    /// <summary>Tells when it was asked: the clock's timestamp.</summary>
    public long Asked { get; }

    /// <summary>Brings where each partition ends.</summary>
    public Task<QuietAnswer> Ends { get; }

    /// <summary>Brings what each topic is.</summary>
    public TopicAnswer Topics { get; }

    /// <summary>Tells which partitions it is about.</summary>
    public IEnumerable<OwnedPartition> Partitions => _partitions.Select(static each => each.Partition);

    public bool IsAnswered => Ends.IsCompleted && Topics.IsCompleted;

    /// <summary>Waits for the answers; false if they do not come so soon.</summary>
    public bool Wait(TimeSpan patience) =>
        ((IAsyncResult)Task.WhenAll(Ends, Topics)).AsyncWaitHandle.WaitOne(patience);

    /// <summary>Gives those that are still ours, of which nothing in time has come since it was asked, and for which a
    /// condition holds.</summary>
    public IReadOnlyList<OwnedPartition> Untouched(Predicate<OwnedPartition> condition) =>
    [
        .. _partitions
            .Where(each => each.Partition is { IsGone: false, HasNews: false }
                && each.Partition.QuietSince == each.QuietSince && condition(each.Partition))
            .Select(static each => each.Partition),
    ];
}
