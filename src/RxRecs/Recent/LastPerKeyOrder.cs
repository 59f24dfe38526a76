namespace RxRecs;

/// <summary>Specifies what makes one item newer than another.</summary>
public enum LastPerKeyOrder
{
    /// <summary>The item that came later is newer.</summary>
    Arrival,

    /// <summary>
    /// The item with the later event time is newer; of two with the same time, the one that came later.
    /// </summary>
    EventTime,
}
