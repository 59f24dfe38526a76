namespace RxRecs;

/// <summary>Represents how many events an operator over event time has taken, and how many it has not.</summary>
/// <param name="Taken">The number of events that came in time.</param>
/// <param name="Late">The number of events that came behind the watermark; they are in no result.</param>
/// <param name="Refused">
/// The number of events that came in time and would have been one key too many; they are in no result.
/// </param>
public readonly record struct EventTimeCounts(long Taken, long Late, long Refused = 0);
