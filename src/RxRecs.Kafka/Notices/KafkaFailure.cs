namespace RxRecs.Kafka;

/// <summary>Specifies the kinds of failure between a client and the broker.</summary>
public enum KafkaFailure
{
    /// <summary>None of the others; the message has what the client library said.</summary>
    Other = 0,

    /// <summary>No broker answered in time.</summary>
    Unreachable,

    /// <summary>A topic does not exist.</summary>
    MissingTopic,

    /// <summary>A topic has another number of partitions than expected.</summary>
    PartitionCount,

    /// <summary>The broker knows the client and does not allow what it asked for.</summary>
    NotAuthorized,

    /// <summary>The broker does not accept the credentials or the certificate.</summary>
    NotAuthenticated,

    /// <summary>A setting is not known, not allowed or contradicts another.</summary>
    BadSetting,

    /// <summary>The records between the reader's position and the first that is left are gone.</summary>
    DataExpired,

    /// <summary>A batch of records cannot be read: its checksum is wrong, or it cannot be decompressed.</summary>
    DamagedData,

    /// <summary>A record could not be written.</summary>
    NotDelivered,

    /// <summary>A checkpoint cannot be used.</summary>
    Checkpoint,

    /// <summary>Another member of the group has taken this one's place.</summary>
    Fenced,
}
