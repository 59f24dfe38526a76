namespace RxRecs.Csv;

/// <summary>Recognizes files that are no text, or no table, by how they begin.</summary>
internal static class ForeignFormat
{
    /// <summary>Says what a file is that begins with a line, and what to do; null where it may be text.</summary>
    public static string? Explain(ReadOnlySpan<byte> line)
    {
        if (IsUtf16(line))
        {
            return "the file is UTF-16 text; save it as UTF-8.";
        }

        if (Name(line) is { } name)
        {
            return $"this is a binary file ({name}); unpack or export it first: text was expected, plain or gzip.";
        }

        return line.Contains((byte)0) ? "this is a binary file; text was expected, plain or gzip."
            : line.StartsWith("<!"u8) || line.StartsWith("<html"u8) || line.StartsWith("<?xml"u8)
                ? "this is a web page or XML, as a download gives that asks to log in; a table or JSON lines were "
                    + "expected."
            : null;
    }

    // With a byte order mark, or a letter of ASCII in two bytes.
    private static bool IsUtf16(ReadOnlySpan<byte> line) =>
        line is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
            or [>= (byte)' ' and <= (byte)'~', 0, >= (byte)' ' and <= (byte)'~', 0, ..]
            or [0, >= (byte)' ' and <= (byte)'~', 0, >= (byte)' ' and <= (byte)'~', ..];

    private static string? Name(ReadOnlySpan<byte> line) => line switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive",
        [0x1F, 0x8B, ..] => "gzip within gzip",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] => "bzip2",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "xz",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "Parquet",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "PDF",
        _ => null,
    };
}
