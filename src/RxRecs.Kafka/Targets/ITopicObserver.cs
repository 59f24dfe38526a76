namespace RxRecs.Kafka;

/// <summary>Represents the observer of a topic, as far as the loop needs to know it.</summary>
internal interface ITopicObserver
{
    /// <summary>Tells whether the subscription is disposed.</summary>
    bool IsDisposed { get; }

    /// <summary>Tells whether dead letters are listened for.</summary>
    bool TakesDeadLetters { get; }

    /// <summary>Hands on a dead letter; false if it may be lost.</summary>
    bool Take(DeadLetter letter, OwnedPartition partition, long offset);

    /// <summary>Gives what of a partition was handed on so shortly before another thread disposed that it may not have
    /// arrived; null for nothing.</summary>
    Delivery? InDoubt(OwnedPartition partition);
}
