using System.Net;

namespace RxRecs.Webhooks;

/// <summary>The outcome of an attempt.</summary>
/// <param name="Outcome">The outcome, which says what is to be done.</param>
/// <param name="ErrorType">The kind of error, one of few; empty where it was delivered.</param>
/// <param name="Reason">The description of the fault, for a person.</param>
/// <param name="Status">The answer's status, if there was one.</param>
/// <param name="RetryAfter">The time for which the receiver wants to be left alone.</param>
internal readonly record struct AttemptResult(
    AttemptOutcome Outcome,
    string ErrorType = "",
    string Reason = "",
    HttpStatusCode? Status = null,
    TimeSpan? RetryAfter = null);
