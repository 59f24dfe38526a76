using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RxRecs.Kafka;

/// <summary>
/// Writes dead letters as one line of JSON:
/// <c>{"source":"topic[3]","position":17,"key":"42","reason":"...","raw":"..."}</c>, with <c>key_sha256</c> and
/// <c>raw_sha256</c> in place of <c>key</c> and <c>raw</c> where the payload is left out. A source that is not known
/// and a key that the record has not are left out as well.
/// </summary>
public static class DeadLetterJson
{
    private const int MaxReasonLength = 1024;

    /// <summary>Creates a writer for <see cref="KafkaSinkOptions{T}.Write"/>. It is used by one sink.</summary>
    /// <param name="hashRaw">
    /// True to write only the SHA-256, in hex, of the key's and the record's text, in place of the texts, which are cut
    /// at 256 and 1,024 bytes: with source and position enough to find the record, and nothing personal.
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
        if (letter.Key is { } key)
        {
            WriteText(json, "key", key, hashRaw);
        }

        json.WriteString("reason"u8, Cut(letter.Reason));
        WriteText(json, "raw", letter.RawText, hashRaw);

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text, bool isHashed) =>
        json.WriteString(isHashed ? $"{name}_sha256" : name, isHashed ? HashOf(text) : text);

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
