namespace RxRecs.Kafka;

/// <summary>Specifies what a notice is about.</summary>
public enum KafkaNoticeKind
{
    /// <summary>None of the others.</summary>
    Other = 0,

    /// <summary>No broker answers, or one answers again.</summary>
    Broker,

    /// <summary>Partitions have come or gone in another way than the group's members agree on.</summary>
    Partitions,

    /// <summary>A commit or a confirmation has failed: something may come again.</summary>
    Commit,

    /// <summary>A checkpoint was damaged or does not count.</summary>
    Checkpoint,

    /// <summary>The pipeline takes long over one record.</summary>
    SlowPipeline,

    /// <summary>Records are set aside as dead letters, and nobody takes them.</summary>
    DeadLetters,

    /// <summary>
    /// A topic was deleted and another one made under its name, or records were deleted before they were read, and the
    /// reading goes on as an option says.
    /// </summary>
    DataLost,

    /// <summary>Stands for a line of the client library's log that tells of an error.</summary>
    ClientError,

    /// <summary>Any other line of the client library's log.</summary>
    ClientLog,
}
