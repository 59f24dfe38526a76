using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace RxRecs;

/// <summary>
/// Shares the strings of a column whose values repeat. Each text has one slot, picked by its hash; another text that
/// falls there takes the slot over. So the memory is bounded, text that repeats soon is shared, and a miss costs one
/// new string. Long text is not kept.
/// </summary>
/// <param name="sizeLog2">The number of slots, as a power of two.</param>
/// <param name="prefix">The text that is put before every string.</param>
/// <param name="isForNames">True to refuse control characters and text of over 4 KiB.</param>
internal sealed class TextPool(int sizeLog2, string prefix = "", bool isForNames = false)
{
    private const int MaxKeptLength = 256;
    private const int MaxNameLength = 4 * 1024;
    private readonly int _shift = 64 - sizeLog2;

    // Made for the first text: most shops' ids are numbers and need none.
    private Slot[]? _slots;

    /// <summary>Tells whether something is put before every string.</summary>
    public bool HasPrefix => prefix.Length > 0;

    /// <summary>The string of a UTF-8 text; null where the text is empty.</summary>
    /// <returns>True if the text is UTF-8 and such as the pool takes.</returns>
    public bool TryGet(ReadOnlySpan<byte> text, out string? value)
    {
        if (text.IsEmpty)
        {
            value = null;
            return true;
        }

        var hash = Hash(text);
        ref var slot = ref (_slots ??= new Slot[1 << sizeLog2])[(int)(hash >> _shift)];
        if (slot.Hash == hash && slot.Matches(text))
        {
            value = slot.Text;
            return true;
        }

        return TryAdd(ref slot, hash, text, out value);
    }

    private bool TryAdd(ref Slot slot, ulong hash, ReadOnlySpan<byte> text, out string? value)
    {
        value = null;
        if ((!Ascii.IsValid(text) && !Utf8.IsValid(text))
            || (isForNames && (text.Length > MaxNameLength || ControlCharacters.AreIn(text))))
        {
            return false;
        }

        value = prefix + Encoding.UTF8.GetString(text);
        if (text.Length <= MaxKeptLength)
        {
            slot = new Slot(hash, value, value.Length == text.Length ? null : text.ToArray());
        }

        return true;
    }

    /// <summary>
    /// Multiplies and folds sixteen bytes at a time, as two halves that do not wait for each other; the last sixteen
    /// overlap, and shorter text is read as two halves that overlap.
    /// </summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        const ulong Other = 0xC2B2AE3D27D4EB4F;
        var left = (ulong)text.Length;
        var right = Other;
        if (text.Length < 8)
        {
            foreach (var letter in text)
            {
                left = (left << 8) | letter;
            }

            return (left ^ (left >> 29)) * Multiplier;
        }

        for (var rest = text; rest.Length > 16; rest = rest[16..])
        {
            left = (left ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Multiplier;
            right = (right ^ BinaryPrimitives.ReadUInt64LittleEndian(rest[8..])) * Other;
            left ^= left >> 32;
            right ^= right >> 32;
        }

        left = (left ^ BinaryPrimitives.ReadUInt64LittleEndian(text.Length < 16 ? text : text[^16..])) * Multiplier;
        right = (right ^ BinaryPrimitives.ReadUInt64LittleEndian(text[^8..])) * Other;
        return ((left ^ (left >> 32)) + (right ^ (right >> 29))) * Multiplier;
    }

    /// <summary>A string, with its UTF-8 where that is not simply its characters.</summary>
    private readonly struct Slot(ulong hash, string text, byte[]? utf8)
    {
        public ulong Hash { get; } = hash;

        public string? Text { get; } = text;

        public bool Matches(ReadOnlySpan<byte> other) =>
            utf8 is null ? Text is not null && Ascii.Equals(other, Text) : other.SequenceEqual(utf8);
    }
}
