namespace RxRecs.Kafka.Source;

/// <summary>Hands records to the observer as they come.</summary>
internal sealed class ObserverTarget<T>(TopicObserver<KafkaRecord<T>> observer) : RecordTarget<T>
{
    public override bool Take(OwnedPartition partition, in KafkaRecord<T> record) => observer.Take(record);
}
