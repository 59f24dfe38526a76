using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Provides a pipeline and its sinks with what they need from the host, once it starts them.</summary>
public sealed class RxRecsContext
{
    private readonly KafkaSettings? _kafka;

    internal RxRecsContext(
        string name, IServiceProvider services, KafkaSettings? kafka, IObserver<KafkaNotice> notices,
        TimeProvider clock, CancellationToken stopping) =>
        (Name, Services, _kafka, Notices, TimeProvider, Stopping) = (name, services, kafka, notices, clock, stopping);

    /// <summary>Gets the pipeline's name.</summary>
    public string Name { get; }

    /// <summary>Gets the host's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>
    /// Gets the settings of the connection to the cluster, for a <see cref="KafkaSink{T}"/> beside the source.
    /// </summary>
    /// <exception cref="InvalidOperationException">The pipeline does not read from Kafka.</exception>
    public KafkaSettings Kafka => _kafka
        ?? throw new InvalidOperationException($"The pipeline '{Name}' does not read from Kafka, and has no settings.");

    /// <summary>Gets the observer that passes the notices of sources and sinks to the pipeline's logger.</summary>
    public IObserver<KafkaNotice> Notices { get; }

    /// <summary>Gets the container's clock, or the system's.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// Gets the token that is canceled when the host stops: give it to sinks, so that none waits for a broker that is
    /// gone.
    /// </summary>
    public CancellationToken Stopping { get; }
}
