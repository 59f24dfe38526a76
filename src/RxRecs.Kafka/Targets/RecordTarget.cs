namespace RxRecs.Kafka;

/// <summary>
/// Takes what the loop feeds it. All calls come from one thread at a time; what a target throws ends the run, and the
/// record at hand counts as not processed.
/// </summary>
/// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
internal abstract class RecordTarget<T> : PartitionTarget
{
    /// <summary>
    /// Takes a record; false if it was not processed: the partition was moved to another offset, or whoever listened
    /// has left before it had arrived.
    /// </summary>
    public abstract bool Take(OwnedPartition partition, in KafkaRecord<T> record);

    /// <summary>Takes all values of one record, at least one; false if it was not processed as a whole.</summary>
    public virtual bool TakeAll(OwnedPartition partition, IReadOnlyList<KafkaRecord<T>> values)
    {
        foreach (var value in values)
        {
            if (!Take(partition, value))
            {
                return false;
            }
        }

        return true;
    }
}
