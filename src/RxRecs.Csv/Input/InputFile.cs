namespace RxRecs.Csv;

/// <summary>Opens a file for reading, or says why it cannot be.</summary>
internal static class InputFile
{
    public static Stream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ShopFileException(path, "this is a directory; name one file in it.");
        }

        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ShopFileException(
                path, $"there is no such file; the path counts from {Environment.CurrentDirectory}.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ShopFileException(path, "the file may not be read with your permissions.", error);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new ShopFileException(path, $"the file cannot be opened: {error.Message}", error);
        }
    }
}
