namespace RxRecs.Webhooks;

/// <summary>The step that follows an attempt.</summary>
internal enum AttemptOutcome
{
    /// <summary>Nothing: the receiver has it.</summary>
    Delivered,

    /// <summary>Another attempt.</summary>
    Retry,

    /// <summary>No other: the receiver does not want it.</summary>
    Refused,
}
