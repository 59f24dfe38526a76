namespace RxRecs.Kafka;

/// <summary>What the loop needs to know of whoever listens.</summary>
internal interface ITopicObserver
{
    /// <summary>Whether the subscription is disposed.</summary>
    bool IsDisposed { get; }

    /// <summary>Whether dead letters are listened for.</summary>
    bool TakesDeadLetters { get; }

    /// <summary>Hands on a dead letter; false if it may be lost.</summary>
    bool Take(DeadLetter letter, OwnedPartition partition, long offset);

    /// <summary>What of a partition was handed on so shortly before another thread disposed that it may not have
    /// arrived; null for nothing.</summary>
    Delivery? InDoubt(OwnedPartition partition);
}
