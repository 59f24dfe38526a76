using RxRecs.Kafka;

namespace RxRecs.Hosting.Pipelines;

/// <summary>Tells two of the progress: the user's code and the pipeline's state.</summary>
internal sealed class BothProgress(IProgress<KafkaProgress> first, IProgress<KafkaProgress> second)
    : IProgress<KafkaProgress>
{
    public void Report(KafkaProgress value)
    {
        second.Report(value);
        first.Report(value);
    }
}
