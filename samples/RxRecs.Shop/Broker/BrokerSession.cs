using System.Reactive.Linq;
using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The broker of a run: the one that was named, or else one inside this process. Topics that the run makes are deleted
/// with it unless they are to be kept.
/// </summary>
internal sealed class BrokerSession : IDisposable
{
    private readonly EmbeddedBroker? _embedded;
    private readonly KafkaTopics? _topics;
    private readonly List<string> _made = [];

    private BrokerSession(EmbeddedBroker? embedded, KafkaSettings settings)
    {
        (_embedded, Settings) = (embedded, settings);
        _topics = embedded is null ? new KafkaTopics(settings) : null;
    }

    public KafkaSettings Settings { get; }

    public bool IsEmbedded => _embedded is not null;

    /// <summary>True if topics stay when the run ends.</summary>
    public bool KeepsTopics { get; init; }

    /// <summary>Connects, or starts a broker if there are no settings.</summary>
    public static BrokerSession Open(KafkaSettings? settings, bool keepTopics = true)
    {
        var embedded = settings is null ? EmbeddedBroker.Start() : null;
        return new BrokerSession(embedded, settings ?? embedded!.Settings) { KeepsTopics = keepTopics };
    }

    /// <summary>Makes a topic unless it is there; a given number of partitions must then be the one it has.</summary>
    public void Ensure(string topic, int? partitions, CancellationToken stop)
    {
        const int Usual = 4;
        if (_embedded is not null)
        {
            _embedded.CreateTopic(topic, partitions ?? Usual);
            return;
        }

        var found = _topics!.FindAsync(topic, stop).GetAwaiter().GetResult();
        if (found is not null && (partitions is null || partitions == found.Partitions))
        {
            return;
        }

        _topics.EnsureAsync(new KafkaTopic(topic, partitions ?? Usual) { Retention = Timeout.InfiniteTimeSpan }, stop)
            .GetAwaiter().GetResult();
        _made.Add(topic);
    }

    /// <summary>Looks whether a topic is there and may be read.</summary>
    /// <exception cref="KafkaFailureException">It is not, or may not.</exception>
    public void CheckReadable(string topic, CancellationToken stop)
    {
        KafkaSource
            .FromTopics(
                Settings,
                new KafkaSourceOptions
                {
                    Topics = [topic],
                    Start = KafkaStart.End,
                    End = KafkaEnd.EndOfTopic,
                    Notices = KafkaNotice.Silence,
                },
                stop)
            .LastOrDefaultAsync()
            .Wait();
        stop.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        // Where one is refused for want of a broker, waiting as long for each of the others helps nobody.
        _ = (KeepsTopics ? [] : _made).TrueForAll(Delete);

        _topics?.Dispose();
        _embedded?.Dispose();
    }

    // The run is over by now, well or not: what it found is worth more than a clean broker.
    private bool Delete(string topic)
    {
        try
        {
            _topics!.DeleteAsync(topic).GetAwaiter().GetResult();
            return true;
        }
        catch (KafkaFailureException failure)
        {
            return failure.Failure != KafkaFailure.Unreachable;
        }
    }
}
