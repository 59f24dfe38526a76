namespace RxRecs.Csv;

/// <summary>
/// Holds what the readers of all layouts share: bytes to text, closed again when the file turns out to be none of ours.
/// </summary>
internal static class ShopFile
{
    public static ShopFileReader<T> Open<T>(
        Stream stream, string source, ShopFileOptions options, Func<RawInput, LineGuard, ShopFileReader<T>> makeReader)
    {
        try
        {
            var raw = new RawInput(stream);
            Stream text = raw.IsGzip() ? new GzipInput(raw, source, options) : raw;
            return makeReader(raw, new LineGuard(JsonElements.Wrap(text, source), options.MaxRecordSize));
        }
        catch (Exception error)
        {
            stream.Dispose();
            if (error is IOException and not ShopFileException or UnauthorizedAccessException)
            {
                throw new ShopFileException(source, $"the file cannot be read: {error.Message}", error);
            }

            throw;
        }
    }
}
