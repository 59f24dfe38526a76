namespace RxRecs.Kafka;

/// <summary>Specifies how the members of a consumer group agree on who reads which partition.</summary>
public enum KafkaGroupProtocol
{
    /// <summary>
    /// The members' own protocol, cooperative: whoever keeps a partition goes on reading while others move. Any broker.
    /// </summary>
    Classic = 0,

    /// <summary>
    /// The broker's protocol (KIP-848), of Kafka 4: a member joins in a tenth of the time. The session timeout is then
    /// the broker's setting.
    /// </summary>
    Consumer,
}
