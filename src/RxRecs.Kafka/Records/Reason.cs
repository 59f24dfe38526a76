using System.Text;

namespace RxRecs.Kafka;

/// <summary>Tells why a record is a dead letter.</summary>
internal static class Reason
{
    /// <summary>The longest reason, in bytes of UTF-8.</summary>
    public const int MaxSize = 1024;

    /// <summary>The reason of a tombstone.</summary>
    public const string NoValue = "the record has no value";

    /// <summary>Tells what an exception says, without its stack.</summary>
    public static string Of(Exception exception) => Cut($"{exception.GetType().Name}: {exception.Message}");

    /// <summary>Cuts a text to what fits.</summary>
    public static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxSize)
        {
            return text;
        }

        Span<byte> room = stackalloc byte[MaxSize];
        Encoding.UTF8.GetEncoder().Convert(text, room, flush: false, out var used, out _, out _);
        return text[..used];
    }
}
