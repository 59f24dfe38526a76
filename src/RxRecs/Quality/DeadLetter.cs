using System.Buffers;
using System.Text;

namespace RxRecs;

/// <summary>Represents a record that could not be read: the stream goes on without it, and it is not lost.</summary>
/// <param name="Position">Where it stood: the line number, from 1, in a file; the offset in a topic.</param>
/// <param name="Reason">Why it could not be read, in words for a person.</param>
/// <param name="RawText">The record as it stood there, cut at <see cref="MaxRawBytes"/>.</param>
public sealed record DeadLetter(long Position, string Reason, string RawText)
{
    /// <summary>Tells how much of the record is kept: 1,024 bytes of its UTF-8.</summary>
    public const int MaxRawBytes = 1024;

    /// <summary>
    /// Tells what the position counts in: the file's path or the topic and partition; null where there is only one.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>
    /// Makes a dead letter of a record's bytes, cut between two characters; bytes that are not UTF-8 become U+FFFD.
    /// </summary>
    /// <param name="position">Where the record stood.</param>
    /// <param name="reason">Why it could not be read.</param>
    /// <param name="record">The record's bytes, of any length.</param>
    /// <param name="source">What the position counts in, or null.</param>
    /// <returns>The dead letter.</returns>
    public static DeadLetter FromUtf8(long position, string reason, ReadOnlySpan<byte> record, string? source = null) =>
        new(position, reason, Encoding.UTF8.GetString(Cut(record))) { Source = source };

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> record)
    {
        if (record.Length <= MaxRawBytes)
        {
            return record;
        }

        var cut = record[..MaxRawBytes];
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
