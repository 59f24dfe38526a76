namespace RxRecs;

/// <summary>Counts what the fields of rows or records did not tell; each example says in which line it was.</summary>
public readonly record struct FieldCounts
{
    /// <summary>
    /// Gets the number of optional fields that held a marker of nothing, such as NULL; their rows became events.
    /// </summary>
    public long Unknown { get; init; }

    /// <summary>
    /// Gets the number of optional fields that could not be read and are unknown; their rows became events.
    /// </summary>
    public long Unreadable { get; init; }

    /// <summary>
    /// Gets the first of <see cref="Unreadable"/> and what was wrong with it; null if there was none.
    /// </summary>
    public string? FirstUnreadable { get; init; }

    /// <summary>
    /// Gets the number of ids in scientific notation that had lost digits, as data frames write large ones; two
    /// different ids may have become one.
    /// </summary>
    public long Rounded { get; init; }

    /// <summary>Gets the first of <see cref="Rounded"/>; null if there was none.</summary>
    public string? FirstRounded { get; init; }

    /// <summary>
    /// Gets the number of rows left out because no kind of <see cref="ShopColumns.Kinds"/> names theirs.
    /// </summary>
    public long UnnamedKinds { get; init; }

    /// <summary>Gets the first of <see cref="UnnamedKinds"/> and how to name it; null if there was none.</summary>
    public string? FirstUnnamedKind { get; init; }
}
