namespace RxRecs.Csv;

/// <summary>
/// Tells how far the reading of a file has come; the last one, with <see cref="IsComplete"/>, is its summary.
/// </summary>
/// <param name="Source">The file's path, or the name that its stream was given.</param>
/// <param name="BytesRead">Bytes taken from the file, compressed ones if it is.</param>
/// <param name="BytesTotal">The file's length, or null where it is not known (a pipe).</param>
/// <param name="Lines">Lines taken, with the header and empty ones.</param>
/// <param name="Rows">Rows found: <paramref name="Events"/> + <paramref name="DeadLetters"/> +
/// <see cref="OtherKinds"/>, nothing is lost.</param>
/// <param name="Events">Rows that became events.</param>
/// <param name="DeadLetters">Rows that could not be read.</param>
/// <param name="IsComplete">Whether the end of the file was reached.</param>
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
    /// <summary>The layout, as given or recognised.</summary>
    public ShopFileLayout Layout { get; init; }

    /// <summary>Rows left out because their kind is none that <see cref="ShopColumns.Kinds"/> takes.</summary>
    public long OtherKinds { get; init; }

    /// <summary>What the fields did not tell.</summary>
    public FieldCounts Fields { get; init; }

    /// <summary>Says that the times look like another unit than the one they were read in, and how to name it; null if
    /// they do not.</summary>
    public string? TimeHint { get; init; }
}
