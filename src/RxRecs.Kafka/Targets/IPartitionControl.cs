namespace RxRecs.Kafka;

/// <summary>Represents what a target may ask of the loop.</summary>
internal interface IPartitionControl
{
    /// <summary>Tells whether the user's token is canceled.</summary>
    bool IsCanceled { get; }

    /// <summary>Gives the counter of checkpoints.</summary>
    ConsumerTelemetry Telemetry { get; }

    /// <summary>Stops fetching from a partition; records that are on their way no longer come.</summary>
    void Pause(OwnedPartition partition);

    /// <summary>Goes on with fetching.</summary>
    void Resume(OwnedPartition partition);

    /// <summary>Goes on at another offset.</summary>
    void Seek(OwnedPartition partition, long offset);

    /// <summary>Does something that may take long between two records: the group is kept up meanwhile.</summary>
    void RunSlowly(Action action);

    /// <summary>Has everything that went out confirmed, as before a commit: to be called before state is
    /// saved.</summary>
    void Flush();

    /// <summary>Makes sure that each topic is still the one whose reading began, where a broker answers.</summary>
    /// <exception cref="KafkaFailureException">Another topic has the name.</exception>
    void CheckTopics();

    /// <summary>Tells a person something.</summary>
    void Notice(KafkaNoticeKind kind, string text);

    /// <summary>Hands a record to the dead letters; false if whoever listened has left before it had
    /// arrived.</summary>
    bool ReportDeadLetter(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value);
}
