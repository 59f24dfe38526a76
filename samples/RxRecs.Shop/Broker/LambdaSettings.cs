using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>The settings by which the layers of <c>lambda</c> read their topic.</summary>
internal sealed record LambdaSettings
{
    /// <summary>Gives the topic, and the way in which both layers read it.</summary>
    public required TopicInput Topic { get; init; }

    public required string Group { get; init; }

    public required KafkaGroupProtocol Protocol { get; init; }

    /// <summary>Tells whether that is the first record that there is, so that nothing is missing before it.</summary>
    public required bool BeginsAtTheFirst { get; init; }

    /// <summary>The folder of the speed layer's state; null if it is not saved.</summary>
    public ISnapshotStore? Store { get; init; }

    /// <summary>The number of items that the speed layer keeps of each user.</summary>
    public required int Last { get; init; }

    /// <summary>Tells when the speed layer makes lists, and of what.</summary>
    public required ListRules Lists { get; init; }
}
