namespace RxRecs;

/// <summary>Tells what makes one item newer than another.</summary>
public enum LastPerKeyOrder
{
    /// <summary>It came later.</summary>
    Arrival,

    /// <summary>It happened later; of two that happened at the same time, it came later.</summary>
    EventTime,
}
