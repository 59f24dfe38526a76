namespace RxRecs.Kafka.Worker;

/// <summary>Writes how far a run has come.</summary>
/// <param name="output">Gets the lines.</param>
internal sealed class ProgressLines(TextWriter output) : IProgress<KafkaProgress>
{
    public void Report(KafkaProgress value) =>
        output.WriteLine($"records {value.Records} of {value.Partitions} partitions");
}
