using RxRecs.Kafka;
using RxRecs.Kafka.Replay;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <summary>
/// Writes what the run's input holds to a topic while others read it, and is never far ahead of the slowest of them.
/// </summary>
internal sealed class TopicFeed(ShopRun run, BrokerSession broker, string topic) : IDisposable
{
    // At some 200 bytes each these are 4 MB: what the embedded broker keeps even if all went to one partition.
    private const int MostAhead = 20_000;
    private readonly ReadAhead _ahead = new(MostAhead);

    /// <summary>The number of records that the broker has confirmed.</summary>
    public long Confirmed { get; private set; }

    /// <summary>A parser for a reader that the writer must wait for; each reader has one of its own.</summary>
    public IRecordParser<Interaction> CreateParser() => _ahead.Watch(InteractionJson.CreateParser());

    /// <summary>Writes all of it.</summary>
    /// <param name="bar">Shows how far it is.</param>
    /// <param name="dead">Takes rows that cannot be read, beside their being counted; null for nobody.</param>
    /// <param name="stop">Ends the writing.</param>
    public async Task WriteAsync(ProgressBar bar, Action<DeadLetter>? dead, CancellationToken stop)
    {
        var rows = TopicRows.Read(run.Input, run.Counts, new InputProgress(run.Input, bar), dead);
        var options = KafkaReplay.ForInteractions(topic) with
        {
            Speed = run.Input.Speed,
            Gate = _ahead.Wait,
        };
        var summary = await KafkaReplay.RunAsync(broker.Settings, rows, options, cancellationToken: stop);
        Confirmed = summary.Totals.Confirmed;
    }

    public void Dispose() => _ahead.Dispose();
}
