namespace RxRecs;

/// <summary>Writes what a person should know.</summary>
internal static class NoticeLine
{
    /// <summary>
    /// Writes a line. One that nobody can take, because standard error is closed or its disk full, must not end the
    /// run that it tells of.
    /// </summary>
    public static void Write(TextWriter to, string line)
    {
        try
        {
            to.WriteLine(line);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
        }
    }
}
