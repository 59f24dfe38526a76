namespace RxRecs.Csv;

/// <summary>
/// Represents the progress of reading a file. The last one, with <see cref="IsComplete"/>, is its summary.
/// </summary>
/// <param name="Source">The file's path, or the name that its stream was given.</param>
/// <param name="BytesRead">The number of bytes taken from the file, compressed ones if it is.</param>
/// <param name="BytesTotal">The file's length, or null where it is not known (a pipe).</param>
/// <param name="Lines">The number of lines taken, with the header and empty ones.</param>
/// <param name="Rows">
/// The number of rows found: <paramref name="Events"/> + <paramref name="DeadLetters"/> + <see cref="OtherKinds"/>,
/// nothing is lost.
/// </param>
/// <param name="Events">The number of rows that became events.</param>
/// <param name="DeadLetters">The number of rows that could not be read.</param>
/// <param name="IsComplete">True if the end of the file has been reached.</param>
public readonly record struct ShopFileProgress(
    string Source,
    long BytesRead,
    long? BytesTotal,
    long Lines,
    long Rows,
    long Events,
    long DeadLetters,
    bool IsComplete)
{
    /// <summary>Gets the layout, as given or recognized.</summary>
    public ShopFileLayout Layout { get; init; }

    /// <summary>
    /// Gets the number of rows left out because their kind is none that <see cref="ShopColumns.Kinds"/> takes.
    /// </summary>
    public long OtherKinds { get; init; }

    /// <summary>Gets the counts of what the fields did not tell.</summary>
    public FieldCounts Fields { get; init; }

    /// <summary>
    /// Gets a hint that the times look like another unit than the one they were read in, with the name of that unit;
    /// null if they do not.
    /// </summary>
    public string? TimeHint { get; init; }
}
