using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RxRecs.Kafka;

/// <summary>
/// Writes dead letters as one line of JSON:
/// <c>{"source":"topic[3]","position":17,"reason":"...","raw":"..."}</c>, with <c>raw_sha256</c> in place of
/// <c>raw</c> where the payload is left out. A source that is not known is left out as well.
/// </summary>
public static class DeadLetterJson
{
    private const int MaxReasonLength = 1024;

    /// <summary>A writer for <see cref="KafkaSinkOptions{T}.Write"/>. It is used by one sink.</summary>
    /// <param name="hashRaw">
    /// Whether only the SHA-256 of the record's text is written, in hex, in place of the text cut at 1,024 bytes: with
    /// source and position enough to find the record, and nothing personal.
    /// </param>
    /// <returns>The writer.</returns>
    public static Action<DeadLetter, IBufferWriter<byte>> CreateWriter(bool hashRaw = false)
    {
        var json = new Utf8JsonWriter(Stream.Null);
        return (letter, buffer) =>
        {
            json.Reset(buffer);
            Write(json, letter, hashRaw);
            json.Flush();
        };
    }

    private static void Write(Utf8JsonWriter json, DeadLetter letter, bool hashRaw)
    {
        json.WriteStartObject();
        if (letter.Source is { } source)
        {
            json.WriteString("source"u8, source);
        }

        json.WriteNumber("position"u8, letter.Position);
        json.WriteString("reason"u8, Cut(letter.Reason));
        if (hashRaw)
        {
            json.WriteString("raw_sha256"u8, HashOf(letter.RawText));
        }
        else
        {
            json.WriteString("raw"u8, letter.RawText);
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<char> Cut(string reason)
    {
        if (reason.Length <= MaxReasonLength)
        {
            return reason;
        }

        return reason.AsSpan(
            0, char.IsHighSurrogate(reason[MaxReasonLength - 1]) ? MaxReasonLength - 1 : MaxReasonLength);
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
