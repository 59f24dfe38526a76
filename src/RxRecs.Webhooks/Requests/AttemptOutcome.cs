namespace RxRecs.Webhooks;

/// <summary>What is to be done after an attempt.</summary>
internal enum AttemptOutcome
{
    /// <summary>Nothing: the receiver has it.</summary>
    Delivered,

    /// <summary>Another attempt.</summary>
    Retry,

    /// <summary>No other: the receiver does not want it.</summary>
    Refused,
}
