namespace RxRecs.Csv;

/// <summary>
/// Represents a file that cannot be read at all, or no further: it is not there, is not what it should be, or is
/// damaged. The message names it, says what was expected and found, and what to do. Single rows that cannot be read are
/// dead letters instead.
/// </summary>
public sealed class ShopFileException : IOException
{
    internal ShopFileException(string source, string message, Exception? cause = null)
        : base($"{source}: {message}", cause) => FileName = source;

    /// <summary>Gets the file's path, or the name that its stream was given.</summary>
    public string FileName { get; }
}
