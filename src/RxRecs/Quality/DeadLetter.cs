using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace RxRecs;

/// <summary>Represents a record that could not be read: the stream goes on without it, and it is not lost.</summary>
/// <param name="Position">The place of the record: the line number, from 1, in a file; the offset in a topic.</param>
/// <param name="Reason">The reason why it could not be read, in words for a person.</param>
/// <param name="RawText">The record as it stood there, cut at <see cref="MaxRawBytes"/>.</param>
public sealed record DeadLetter(long Position, string Reason, string RawText)
{
    /// <summary>Represents the number of bytes of a record's UTF-8 that are kept: 1,024.</summary>
    public const int MaxRawBytes = 1024;

    /// <summary>Represents the number of bytes of a record's key that are kept: 256.</summary>
    public const int MaxKeyBytes = 256;

    /// <summary>
    /// Gets the source in which the position counts: the file's path or the topic and partition; null where there is
    /// only one.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>
    /// Gets the record's key: its text where it is UTF-8, otherwise its bytes in hex behind <c>0x</c>, both cut at
    /// <see cref="MaxKeyBytes"/>. Null where the record has none, as in a file.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// Makes a dead letter of a record's bytes, cut between two characters; bytes that are not UTF-8 become U+FFFD.
    /// </summary>
    /// <param name="position">The place of the record.</param>
    /// <param name="reason">The reason why the record could not be read.</param>
    /// <param name="record">The record's bytes, of any length.</param>
    /// <param name="source">The name of what the position counts in, or null.</param>
    /// <returns>The dead letter.</returns>
    public static DeadLetter FromUtf8(long position, string reason, ReadOnlySpan<byte> record, string? source = null) =>
        new(position, reason, Encoding.UTF8.GetString(Cut(record, MaxRawBytes))) { Source = source };

    /// <summary>Gives the text of a key, as <see cref="Key"/> has it.</summary>
    /// <param name="key">The key's bytes, of any length.</param>
    /// <returns>The text.</returns>
    internal static string KeyText(ReadOnlySpan<byte> key)
    {
        var text = Cut(key, MaxKeyBytes);
        return Utf8.IsValid(text)
            ? Encoding.UTF8.GetString(text)
            : $"0x{Convert.ToHexStringLower(key[..Math.Min(key.Length, MaxKeyBytes)])}";
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> record, int most)
    {
        if (record.Length <= most)
        {
            return record;
        }

        var cut = record[..most];
        for (var length = 1; length < 4; length++)
        {
            var tail = cut[^length..];
            if (Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData)
            {
                return cut[..^length];
            }
        }

        return cut;
    }
}
