namespace RxRecs;

/// <summary>
/// Specifies why <c>Sanitize</c> set an event aside. The first check that fails, in this order, gives the reason.
/// </summary>
public enum RejectionReason
{
    /// <summary>The number is missing where one is required, not finite, or zero where zero does not count.</summary>
    InvalidNumber,

    /// <summary>The number is below <see cref="SanitizeOptions.SmallestNumber"/>.</summary>
    NumberTooSmall,

    /// <summary>The number is above <see cref="SanitizeOptions.LargestNumber"/>.</summary>
    NumberTooLarge,

    /// <summary>The event time is before <see cref="SanitizeOptions.Earliest"/>.</summary>
    TooEarly,

    /// <summary>
    /// The event time is after <see cref="SanitizeOptions.Latest"/>, or further ahead than
    /// <see cref="SanitizeOptions.MaxAhead"/> and not confirmed by its neighbors.
    /// </summary>
    TooFarAhead,

    /// <summary>An equal event has passed within <see cref="SanitizeOptions.DuplicateHorizon"/>.</summary>
    Duplicate,
}
