namespace RxRecs.Kafka;

/// <summary>What happens when everything that a topic held at the start has been read.</summary>
public enum EndOfTopic
{
    /// <summary>Wait for more: the source ends when it is disposed, cancelled or quiet for long enough.</summary>
    GoOn = 0,

    /// <summary>
    /// Complete: each partition is read up to where it ended when this member was given it, which closes what is open.
    /// A member of a group waits until the group has read all partitions: it may be given those of one that has died.
    /// </summary>
    Complete,
}
