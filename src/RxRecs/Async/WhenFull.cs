namespace RxRecs;

/// <summary>
/// Specifies what happens to a value that comes while the room for those that wait to be read is full.
/// </summary>
public enum WhenFull
{
    /// <summary>Keeps the source waiting, on its own thread, until there is room. Nothing is lost.</summary>
    Wait,

    /// <summary>Drops the value that has waited the longest; it is counted.</summary>
    DropOldest,

    /// <summary>Drops all values that wait, so that the reader goes on with the newest; they are counted.</summary>
    KeepLatest,
}
