namespace RxRecs.Kafka;

/// <summary>Hands records to the observer as they come.</summary>
internal sealed class ObserverTarget<T>(TopicObserver<KafkaRecord<T>> observer) : RecordTarget<T>
{
    private long _values;

    public override long Values => _values;

    public override bool Take(OwnedPartition partition, in KafkaRecord<T> record)
    {
        var isTaken = observer.Take(record, partition, record.Offset);
        _values += isTaken ? 1 : 0;
        return isTaken;
    }
}
