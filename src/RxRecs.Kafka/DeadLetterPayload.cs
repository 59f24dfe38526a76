namespace RxRecs.Kafka;

/// <summary>How much of a dead letter's record goes to a topic.</summary>
public enum DeadLetterPayload
{
    /// <summary>Its text, cut at 1,024 bytes.</summary>
    Cut = 0,

    /// <summary>
    /// Only the SHA-256 of that text, in hex: with source and position enough to find the record, and nothing personal.
    /// </summary>
    HashOnly,
}
