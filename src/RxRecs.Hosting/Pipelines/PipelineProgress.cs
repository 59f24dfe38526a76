using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Takes the progress of a source for the pipeline's state, and for the user's code where that
/// listens.</summary>
internal sealed class PipelineProgress(RxRecsPipeline pipeline, IProgress<KafkaProgress>? other)
    : IProgress<KafkaProgress>
{
    public void Report(KafkaProgress value)
    {
        pipeline.Report(value);
        other?.Report(value);
    }
}
