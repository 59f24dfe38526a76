namespace RxRecs.Live;

/// <summary>
/// Keeps the folder of the log and the results for one server: two pipelines would save over each other.
/// </summary>
internal static class DataFolder
{
    /// <summary>Makes the folder where there is none, and takes it until the result is disposed or the process
    /// ends.</summary>
    /// <exception cref="IOException">Another server has the folder, or it cannot be written.</exception>
    public static IDisposable Take(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"--data: the folder '{path}' cannot be made. Give another one.", error);
        }

        var file = Path.Combine(path, "server.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"--data: the folder '{path}' cannot be written. Give another one.", error);
        }
        catch (IOException error)
        {
            throw new IOException(
                $"--data: another server runs over the folder '{path}'. Stop it, or give this one a folder of its own.",
                error);
        }
    }
}
