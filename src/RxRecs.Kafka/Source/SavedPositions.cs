using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Knows which offsets of each partition have come, as stretches without a gap: of saved lines in the order of their
/// offsets there is one.
/// </summary>
internal sealed class SavedPositions
{
    private readonly SortedDictionary<int, List<(long First, long Next)>> _seen = [];

    /// <summary>Notes an offset; false if it has come before.</summary>
    public bool Add(int partition, long offset)
    {
        if (!_seen.TryGetValue(partition, out var stretches))
        {
            _seen[partition] = stretches = [];
        }

        // The last stretch is the one that grows.
        var at = stretches.FindLastIndex(each => each.First <= offset);
        if (at >= 0 && offset < stretches[at].Next)
        {
            return false;
        }

        if (at >= 0 && offset == stretches[at].Next)
        {
            stretches[at] = stretches[at] with { Next = offset + 1 };
        }
        else
        {
            stretches.Insert(++at, (offset, offset + 1));
        }

        if (at + 1 < stretches.Count && stretches[at + 1].First == offset + 1)
        {
            stretches[at] = stretches[at] with { Next = stretches[at + 1].Next };
            stretches.RemoveAt(at + 1);
        }

        return true;
    }

    /// <summary>Gives the offset behind the last one of each partition that has come.</summary>
    public IEnumerable<TopicPartitionOffset> Next(string topic) =>
        _seen.Select(each => new TopicPartitionOffset(topic, each.Key, each.Value[^1].Next));
}
