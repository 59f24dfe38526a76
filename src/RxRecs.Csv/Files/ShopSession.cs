namespace RxRecs.Csv;

/// <summary>
/// Represents one session of a file that holds a session per line, where only the order of the items is known.
/// </summary>
/// <param name="Line">The line it stands on, from 1.</param>
/// <param name="Items">The items of the session, oldest first, with repeats; at least one.</param>
public readonly record struct ShopSession(long Line, ReadOnlyMemory<Id> Items);
