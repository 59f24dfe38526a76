namespace RxRecs.Kafka;

/// <summary>Tells what one reading is about: what was asked for, who takes it, and where it is told of. Nothing of this
/// changes while it goes on.</summary>
internal sealed class Reading(
    KafkaSettings settings,
    KafkaSourceOptions options,
    PartitionTarget target,
    ITopicObserver observer,
    CancellationToken cancellation)
{
    /// <summary>Gives the time that anything may take where the reading ends or partitions go.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    public KafkaSettings Settings => settings;

    public KafkaSourceOptions Options => options;

    public PartitionTarget Target => target;

    public ITopicObserver Observer => observer;

    /// <summary>Gives the user's token.</summary>
    public CancellationToken Cancellation => cancellation;

    public TimeProvider Clock => options.TimeProvider;

    public KafkaErrors Errors { get; } = new(settings, options.Group);

    public NoticeBoard Notices { get; } = new(options.Notices, options.TimeProvider);

    public ConsumerTelemetry Telemetry { get; } = new(options.Group, options.TimeProvider);

    /// <summary>Gives the topic where there is just one, which the client then leaves out of its records; else
    /// null.</summary>
    public string? OnlyTopic { get; } = options.Topics.Count == 1 ? options.Topics.First() : null;
}
