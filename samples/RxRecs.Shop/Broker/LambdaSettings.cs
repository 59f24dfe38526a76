using RxRecs.Kafka;

namespace RxRecs.Shop.Broker;

/// <summary>The settings by which the layers of <c>lambda</c> read their topic.</summary>
internal sealed record LambdaSettings
{
    public required string Topic { get; init; }

    public required string Group { get; init; }

    public required KafkaGroupProtocol Protocol { get; init; }

    public required KafkaStart Start { get; init; }

    /// <summary>Tells whether that is the first record that there is, so that nothing is missing before it.</summary>
    public required bool BeginsAtTheFirst { get; init; }

    /// <summary>Ends the run when nothing has come for so long; null to go on.</summary>
    public TimeSpan? IdleStop { get; init; }

    /// <summary>The folder of the speed layer's state; null if it is not saved.</summary>
    public ISnapshotStore? Store { get; init; }

    /// <summary>Gives the files that are read before the topic; null for none.</summary>
    public LambdaHistory? History { get; init; }

    /// <summary>The number of items that the speed layer keeps of each user.</summary>
    public required int Last { get; init; }

    /// <summary>Tells when the speed layer makes lists, and of what.</summary>
    public required ListRules Lists { get; init; }

    /// <summary>Tells how large a record may be, and how far ahead its time; the same for both layers.</summary>
    public required RecordLimits Limits { get; init; }

    /// <summary>Gives the paths into the records; null where they have the names that RxRecs writes.</summary>
    public ShopColumns? Columns { get; init; }

    /// <summary>Gets a line for each message, and what the client library says; null for neither.</summary>
    public TextWriter? Log { get; init; }
}
