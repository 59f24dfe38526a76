using System.Buffers.Text;
using System.Text;

namespace RxRecs.Kafka;

/// <summary>Makes keys of records as bytes.</summary>
public static class KafkaKey
{
    /// <summary>Makes the key of a number: its decimal text.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The key.</returns>
    public static byte[] Of(long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        return text[..length].ToArray();
    }

    /// <summary>Makes the key of an id, in UTF-8: the number 42 and the text "42" have the same key.</summary>
    /// <param name="value">The id, a user's for instance.</param>
    /// <returns>The key, or null, which is no key, where the id is none.</returns>
    public static byte[]? Of(Id value)
    {
        if (value.IsNone)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[Id.MaxBytes];
        value.TryFormat(text, out var length);
        return text[..length].ToArray();
    }

    /// <summary>Makes the key of a text, in UTF-8.</summary>
    /// <param name="value">The text, or null for no key.</param>
    /// <returns>The key, or null.</returns>
    public static byte[]? Of(string? value) => value is null ? null : Encoding.UTF8.GetBytes(value);
}
