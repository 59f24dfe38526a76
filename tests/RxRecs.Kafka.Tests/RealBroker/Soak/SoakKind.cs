namespace RxRecs.Kafka.RealBroker;

/// <summary>A way to read: the mode, with a group's protocol or without a group, and whether its state is
/// saved.</summary>
internal sealed record SoakKind(ReadingMode Mode, KafkaGroupProtocol? Protocol, bool HasStore = false)
{
    public static IReadOnlyList<SoakKind> All { get; } =
    [
        new(ReadingMode.FromTopics, null),
        new(ReadingMode.FromTopics, KafkaGroupProtocol.Classic),
        new(ReadingMode.FromTopics, KafkaGroupProtocol.Consumer),
        new(ReadingMode.FromTopicsByEventTime, null),
        new(ReadingMode.FromTopicsByEventTime, KafkaGroupProtocol.Classic),
        new(ReadingMode.FromTopicsByEventTime, KafkaGroupProtocol.Consumer),
        new(ReadingMode.HandleAsync, KafkaGroupProtocol.Classic),
        new(ReadingMode.HandleAsync, KafkaGroupProtocol.Consumer),
        new(ReadingMode.HandleResultsAsync, KafkaGroupProtocol.Consumer),
        new(ReadingMode.HandleResultsAsync, null, HasStore: true),
        new(ReadingMode.HandleResultsAsync, KafkaGroupProtocol.Classic, HasStore: true),
        new(ReadingMode.HandleResultsAsync, KafkaGroupProtocol.Consumer, HasStore: true),
        new(ReadingMode.RunPartitions, KafkaGroupProtocol.Consumer),
        new(ReadingMode.RunPartitions, null, HasStore: true),
        new(ReadingMode.RunPartitions, KafkaGroupProtocol.Classic, HasStore: true),
        new(ReadingMode.RunPartitions, KafkaGroupProtocol.Consumer, HasStore: true),
    ];

    public override string ToString() =>
        $"{Mode}, {(Protocol is { } protocol ? $"{protocol} group" : "no group")}{(HasStore ? ", store" : "")}";
}
