using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace RxRecs.Storage;

/// <summary>
/// Represents one result of a pipeline as an <see cref="IResultStore"/> keeps it: of results with the same key the one
/// with the greatest number counts.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct StoredResult : IEquatable<StoredResult>
{
    /// <summary>Represents the longest key: 1,024 bytes of UTF-8.</summary>
    public const int MaxKeyBytes = 1024;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes a result.</summary>
    /// <param name="key">
    /// The row that it belongs to, such as a user's id: text of 1 to <see cref="MaxKeyBytes"/> bytes.
    /// </param>
    /// <param name="number">The result's number within its pipeline, from 1.</param>
    /// <param name="time">The event time that it stands for.</param>
    /// <param name="value">The value in UTF-8, JSON where it is to be looked into by SQL; null removes the row.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException">The key is empty, too long, holds U+0000 or is no text; the value is not
    /// UTF-8.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is below 1.</exception>
    public StoredResult(string key, long number, DateTimeOffset time, ReadOnlyMemory<byte>? value)
    {
        CheckKey(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        if (value is { } bytes && !Utf8.IsValid(bytes.Span))
        {
            throw new ArgumentException($"The value of '{key}' is not UTF-8.", nameof(value));
        }

        Key = key;
        Number = number;
        Time = time.ToUniversalTime();
        Value = value;
    }

    /// <summary>Gets the key of the row that the result belongs to.</summary>
    public string Key { get; }

    /// <summary>Gets the number of the result within its pipeline, from 1.</summary>
    public long Number { get; }

    /// <summary>Gets the event time that the result stands for, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets the UTF-8 text of the result; null removes the row.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>Compares two results.</summary>
    /// <param name="left">The first result.</param>
    /// <param name="right">The second result.</param>
    /// <returns>True if they are equal.</returns>
    public static bool operator ==(StoredResult left, StoredResult right) => left.Equals(right);

    /// <summary>Compares two results.</summary>
    /// <param name="left">The first result.</param>
    /// <param name="right">The second result.</param>
    /// <returns>True if they differ.</returns>
    public static bool operator !=(StoredResult left, StoredResult right) => !left.Equals(right);

    /// <summary>Compares two results by all that they hold, values byte by byte.</summary>
    /// <param name="other">The other result.</param>
    /// <returns>True if they are equal.</returns>
    public bool Equals(StoredResult other) =>
        Key == other.Key && Number == other.Number && Time == other.Time
        && Value.HasValue == other.Value.HasValue
        && Value.GetValueOrDefault().Span.SequenceEqual(other.Value.GetValueOrDefault().Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StoredResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Number);

    /// <summary>Returns number, key and value in one line, for tests and messages.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{Number} {Key} {Time:O} {(Value is { } value ? Encoding.UTF8.GetString(value.Span) : "removed")}";

    private static void CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);

        // Three bytes at most for each char, so that most keys need not be counted.
        if (key.Length > MaxKeyBytes / 3 && Encoding.UTF8.GetByteCount(key) is var bytes and > MaxKeyBytes)
        {
            throw new ArgumentException(
                $"A key of {bytes} bytes, which begins with '{key[..32]}', is longer than {MaxKeyBytes}.", nameof(key));
        }

        foreach (var letter in key)
        {
            if (letter == '\0' || char.IsSurrogate(letter))
            {
                CheckText(key);
                return;
            }
        }
    }

    private static void CheckText(string key)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(key);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException("A key is no text: it has half of a surrogate pair.", nameof(key), error);
        }

        if (key.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A key holds U+0000.", nameof(key));
        }
    }
}
