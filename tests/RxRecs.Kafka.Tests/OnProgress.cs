namespace RxRecs.Kafka;

/// <summary>Does something at each report, on the thread that reports.</summary>
internal sealed class OnProgress(Action<KafkaProgress> action) : IProgress<KafkaProgress>
{
    public void Report(KafkaProgress value) => action(value);
}
