using System.Text.Json.Serialization;

namespace RxRecs;

/// <summary>
/// Identifies a user, an item, a session or a category: a value of 16 bytes that is a number, a text, or none.
/// </summary>
/// <remarks>
/// <para>
/// An id is any text of 1 to 256 bytes of UTF-8. Where the text is a number from 0 to 2^63-1 without leading zeros, the
/// number is kept and nothing is allocated: <c>"42"</c> and 42 are the same id, <c>"007"</c> and <c>"7"</c> are not.
/// What data frames make of a number, <c>5802432.0</c> or <c>1.4875800092865987e+18</c>, is that number with its
/// digits; without a decimal point, with a sign, with a fraction that is not zero or beyond 2^63-1 it is text
/// (<c>12E5</c>, <c>1e3</c>, <c>-5</c>, <c>1.5</c>). Text is kept as it is, without normalization.
/// </para>
/// <para>Order: none, then numbers by value, then text by its UTF-8 bytes, which is the order of code points.</para>
/// </remarks>
[JsonConverter(typeof(IdJsonConverter))]
public readonly partial struct Id : IEquatable<Id>, IComparable<Id>, IComparable
{
    /// <summary>Represents the longest text of an id: 256 bytes of UTF-8.</summary>
    public const int MaxBytes = 256;

    // Null unless the id is a text.
    private readonly string? _text;

    // A number is kept as its complement, which is negative; none is 0; of a text it is the length in the high half
    // and the hash in the low one, which is positive.
    private readonly long _bits;

    private Id(long number) => _bits = ~number;

    private Id(string text)
    {
        _text = text;
        _bits = ((long)text.Length << 32) | (uint)text.GetHashCode(StringComparison.Ordinal);
    }

    private Id(string? text, long bits) => (_text, _bits) = (text, bits);

    /// <summary>
    /// Gets the id that stands for nobody and nothing, such as the user of an event that has none; the default value.
    /// </summary>
    public static Id None => default;

    /// <summary>Gets a value indicating whether this is no id at all.</summary>
    public bool IsNone => _bits == 0;

    /// <summary>Gets a value indicating whether the id is a number.</summary>
    public bool IsNumber => _bits < 0;

    /// <summary>Makes the id of a number.</summary>
    /// <param name="number">The number; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public static implicit operator Id(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new Id(number);
    }

    /// <summary>Makes the id of a number.</summary>
    /// <param name="number">The number; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public static implicit operator Id(int number) => (long)number;

    /// <summary>Makes the id of a text, by the rules of <see cref="Parse(string)"/>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="text"/> is empty, takes more than <see cref="MaxBytes"/>
    /// bytes of UTF-8, or has half a surrogate pair.</exception>
    public static implicit operator Id(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, text, out var id) is { } problem
            ? throw new ArgumentException(Message(problem), nameof(text))
            : id;
    }

    /// <summary>Makes the id of a GUID: its 36 characters in lower case, with hyphens.</summary>
    /// <param name="value">The GUID. A text with capital letters is another id.</param>
    public static implicit operator Id(Guid value) => value.ToString();

    /// <summary>Compares two ids for equality.</summary>
    /// <param name="left">The first id.</param>
    /// <param name="right">The second id.</param>
    /// <returns>True if they are the same.</returns>
    public static bool operator ==(Id left, Id right) => left.Equals(right);

    /// <summary>Compares two ids for inequality.</summary>
    /// <param name="left">The first id.</param>
    /// <param name="right">The second id.</param>
    /// <returns>True if they differ.</returns>
    public static bool operator !=(Id left, Id right) => !left.Equals(right);

    /// <summary>Compares two ids by their order.</summary>
    /// <param name="left">The first id.</param>
    /// <param name="right">The second id.</param>
    /// <returns>True if the first comes before the second.</returns>
    public static bool operator <(Id left, Id right) => left.CompareTo(right) < 0;

    /// <summary>Compares two ids by their order.</summary>
    /// <param name="left">The first id.</param>
    /// <param name="right">The second id.</param>
    /// <returns>True if the first comes after the second.</returns>
    public static bool operator >(Id left, Id right) => left.CompareTo(right) > 0;

    /// <summary>Compares two ids by their order.</summary>
    /// <param name="left">The first id.</param>
    /// <param name="right">The second id.</param>
    /// <returns>True if the first comes before the second or is the same.</returns>
    public static bool operator <=(Id left, Id right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two ids by their order.</summary>
    /// <param name="left">The first id.</param>
    /// <param name="right">The second id.</param>
    /// <returns>True if the first comes after the second or is the same.</returns>
    public static bool operator >=(Id left, Id right) => left.CompareTo(right) >= 0;

    /// <summary>Takes the number out of an id that is one.</summary>
    /// <param name="number">The number; 0 where the id is none.</param>
    /// <returns>True if the id is a number.</returns>
    public bool TryGetNumber(out long number)
    {
        number = IsNumber ? ~_bits : 0;
        return IsNumber;
    }

    /// <inheritdoc/>
    public bool Equals(Id other) => _bits == other._bits && string.Equals(_text, other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Id other && Equals(other);

    /// <summary>
    /// Returns a hash that is that of the number, or a keyed one of the text that differs from process to process.
    /// </summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => _bits.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Id other) =>
        (_bits & other._bits) < 0 ? other._bits.CompareTo(_bits)
        : _text is not null && other._text is not null ? CodePointOrder.Compare(_text, other._text)
        : Rank.CompareTo(other.Rank);

    /// <summary>Takes the id apart, to be kept in fields or arrays of each part.</summary>
    internal void Deconstruct(out string? text, out long bits) => (text, bits) = (_text, _bits);

    /// <summary>Makes an id of its parts.</summary>
    internal static Id FromParts(string? text, long bits) => new(text, bits);

    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Id other => CompareTo(other),
        _ => throw new ArgumentException($"An id is compared with an id, not with {obj.GetType()}.", nameof(obj)),
    };

    private int Rank => IsNone ? 0 : IsNumber ? 1 : 2;
}
