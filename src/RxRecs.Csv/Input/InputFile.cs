using CsvHelper;

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

    /// <summary>Reads a stream as a whole, unpacked where it is gzip; it is closed.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="source">The name of the source in messages.</param>
    /// <param name="what">The name of the stream's contents in messages.</param>
    /// <param name="options">The limits of what is unpacked.</param>
    /// <param name="read">A function that reads the bytes.</param>
    public static T Read<T>(
        Stream stream, string source, string what, ShopFileOptions options, Func<Stream, T> read)
    {
        using (stream)
        {
            try
            {
                var raw = new RawInput(stream);
                return read(raw.IsGzip() ? new GzipInput(raw, source, options) : raw);
            }
            catch (Exception error) when (
                error is (IOException or InvalidDataException or CsvFormatException or UnauthorizedAccessException)
                and not ShopFileException)
            {
                throw new ShopFileException(source, $"{what} cannot be read: {error.Message}", error);
            }
        }
    }
}
