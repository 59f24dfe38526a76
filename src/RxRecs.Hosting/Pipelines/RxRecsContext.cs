using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Gives a pipeline and its sinks what they need from the host, once it starts them.</summary>
public sealed class RxRecsContext
{
    private readonly KafkaSettings? _kafka;

    internal RxRecsContext(
        string name, IServiceProvider services, KafkaSettings? kafka, IObserver<KafkaNotice> notices,
        TimeProvider clock, CancellationToken stopping) =>
        (Name, Services, _kafka, Notices, Clock, Stopping) = (name, services, kafka, notices, clock, stopping);

    /// <summary>The pipeline's name.</summary>
    public string Name { get; }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>
    /// Gives the settings of the connection to the cluster, for a <see cref="KafkaSink{T}"/> beside the source.
    /// </summary>
    /// <exception cref="InvalidOperationException">The pipeline does not read from Kafka.</exception>
    public KafkaSettings Kafka => _kafka
        ?? throw new InvalidOperationException($"The pipeline '{Name}' does not read from Kafka, and has no settings.");

    /// <summary>Gives the observer that passes the notices of sources and sinks to the pipeline's logger.</summary>
    public IObserver<KafkaNotice> Notices { get; }

    /// <summary>The container's clock, or the system's.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Is canceled when the host stops: give it to sinks, so that none waits for a broker that is
    /// gone.</summary>
    public CancellationToken Stopping { get; }
}
