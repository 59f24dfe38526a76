using System.Buffers;

namespace RxRecs.Sqlite;

/// <summary>Opens event logs of interactions.</summary>
public static class SqliteEventLog
{
    private const int EventBytes = 512;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _written;

    /// <summary>
    /// Opens a log of interactions, kept as JSON of the form that the sources of RxRecs read (<c>event_time</c>,
    /// <c>event_type</c>, <c>product_id</c>, <c>user_id</c>, …).
    /// </summary>
    /// <remarks>
    /// What would not be read as it was appended is refused by <c>Append</c> with an <see cref="ArgumentException"/>
    /// that says why: an id that the readers take for none (<c>NA</c>, <c>null</c>, …) or a text with control
    /// characters.
    /// </remarks>
    /// <param name="path">The file, of this log alone; made where it is missing.</param>
    /// <param name="options">The options for how the file is written and read; null for the defaults.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">
    /// It cannot be opened or written, is damaged, of another program or of a newer version; the message says what
    /// to do.
    /// </exception>
    public static SqliteEventLog<Interaction> OfInteractions(string path, SqliteEventLogOptions? options = null) => new(
        path,
        WriteReadable,
        static (ReadOnlySpan<byte> bytes, out Interaction value) => InteractionReader.OfThread.Parse(bytes, out value),
        options);

    private static void WriteReadable(Interaction value, IBufferWriter<byte> output)
    {
        var written = _written ??= new(EventBytes);
        written.ResetWrittenCount();
        InteractionWriter.Write(written, value);
        var problem = InteractionReader.OfThread.Parse(written.WrittenSpan, out var read);
        if (problem is not null || read != WithoutEmptyTexts(value))
        {
            throw new ArgumentException(
                $"The log would not give this back: {problem ?? $"it would be read as {read}"}. It was {value}.",
                nameof(value));
        }

        output.Write(written.WrittenSpan);
    }

    private static Interaction WithoutEmptyTexts(Interaction value) => value with
    {
        Session = TextOrNull(value.Session),
        CategoryPath = TextOrNull(value.CategoryPath),
        Brand = TextOrNull(value.Brand),
    };

    private static string? TextOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
