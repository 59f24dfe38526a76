using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace RxRecs;

/// <content>Reads ids from text and writes them as such.</content>
public readonly partial struct Id : ISpanFormattable, IUtf8SpanFormattable, ISpanParsable<Id>
{
    private const string IsEmpty = "is empty";
    private const string IsTooLong = "is longer than 256 bytes";
    internal const string IsNotUtf8 = "is not valid UTF-8";
    private const string HasControls = "has control characters";
    private const string IsNotUtf16 = "is not valid UTF-16";

    /// <summary>Reads an id from text. The forms that data frames give to numbers are numbers.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The id; never none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="text"/> is empty, takes more than <see cref="MaxBytes"/> bytes
    /// of UTF-8, or has half a surrogate pair.</exception>
    public static Id Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, text, out var id) is { } problem ? throw new FormatException(Message(problem)) : id;
    }

    /// <summary>Reads an id from text. The forms that data frames give to numbers are numbers.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The id; never none.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> is empty, takes more than <see cref="MaxBytes"/> bytes
    /// of UTF-8, or has half a surrogate pair.</exception>
    public static Id Parse(ReadOnlySpan<char> text) =>
        Read(text, whole: null, out var id) is { } problem ? throw new FormatException(Message(problem)) : id;

    /// <summary>Reads an id from text, if it is one.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="id">The id, or none.</param>
    /// <returns>True if the text is an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Id id) => Read(text, text, out id) is null;

    /// <summary>Reads an id from text, if it is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id, or none.</param>
    /// <returns>True if the text is an id.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Id id) => Read(text, whole: null, out id) is null;

    /// <summary>Reads an id from UTF-8, if it is one.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="id">The id, or none.</param>
    /// <returns>True if the text is an id.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Id id) => Read(utf8, pool: null, out id) is null;

    /// <summary>Writes the digits or the text; none is empty.</summary>
    /// <returns>The text, from which <see cref="Parse(string)"/> makes the same id unless it is none.</returns>
    public override string ToString() => _text ?? (IsNone ? "" : (~_bits).ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes the digits or the text; none is empty.</summary>
    /// <param name="destination">The span to write to.</param>
    /// <param name="charsWritten">The number of characters that were written.</param>
    /// <returns>True if there was room for all of it.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten)
    {
        if (IsNumber)
        {
            return (~_bits).TryFormat(destination, out charsWritten, default, CultureInfo.InvariantCulture);
        }

        var fits = _text.AsSpan().TryCopyTo(destination);
        charsWritten = fits && _text is not null ? _text.Length : 0;
        return fits;
    }

    /// <summary>Writes the digits or the text as UTF-8; none is empty.</summary>
    /// <param name="utf8Destination">The span to write to.</param>
    /// <param name="bytesWritten">The number of bytes that were written.</param>
    /// <returns>True if there was room for all of it.</returns>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten) => IsNumber
        ? (~_bits).TryFormat(utf8Destination, out bytesWritten, default, CultureInfo.InvariantCulture)
        : Encoding.UTF8.TryGetBytes(_text, utf8Destination, out bytesWritten);

    // The interfaces of the framework: an id is the same in every culture and has one format.
    static Id IParsable<Id>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static Id ISpanParsable<Id>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Id>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Id result) =>
        TryParse(s, out result);

    static bool ISpanParsable<Id>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Id result) =>
        TryParse(s, out result);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider)
    {
        Check(format);
        return ToString();
    }

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Check(format);
        return TryFormat(destination, out charsWritten);
    }

    bool IUtf8SpanFormattable.TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Check(format);
        return TryFormat(utf8Destination, out bytesWritten);
    }

    /// <summary>
    /// Reads an id from UTF-8; its text is that of the pool, with the pool's prefix, and such as the pool takes.
    /// </summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static string? Read(ReadOnlySpan<byte> utf8, TextPool? pool, out Id id)
    {
        if (pool is not { HasPrefix: true } && utf8.Length <= MaxBytes && IdNumber.TryParse(utf8, out var number))
        {
            id = new Id(number);
            return null;
        }

        return ReadText(utf8, pool, out id);
    }

    /// <summary>Makes the id of a text as a message of the library tells it.</summary>
    /// <param name="problem">The description of the fault.</param>
    internal static string Message(string problem) =>
        $"An id is a text of 1 to {MaxBytes} bytes of UTF-8, and this one {problem}.";

    private static string? ReadText(ReadOnlySpan<byte> utf8, TextPool? pool, out Id id)
    {
        id = None;
        if (utf8.IsEmpty || utf8.Length > MaxBytes)
        {
            return utf8.IsEmpty ? IsEmpty : IsTooLong;
        }

        if (pool is not null)
        {
            return !pool.TryGet(utf8, out var text) ? Utf8.IsValid(utf8) ? HasControls : IsNotUtf8
                : pool.HasPrefix ? Read(text, text, out id)
                : Keep(text!, out id);
        }

        return Utf8.IsValid(utf8) ? Keep(Encoding.UTF8.GetString(utf8), out id) : IsNotUtf8;
    }

    private static string? Read(ReadOnlySpan<char> text, string? whole, out Id id)
    {
        if (IdNumber.TryParseDigits(text, out var number))
        {
            id = new Id(number);
            return null;
        }

        id = None;
        if (text.IsEmpty)
        {
            return IsEmpty;
        }

        Span<byte> utf8 = stackalloc byte[MaxBytes];
        var status = Utf8.FromUtf16(text, utf8, out _, out var length, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            return status == OperationStatus.DestinationTooSmall ? IsTooLong : IsNotUtf16;
        }

        if (IdNumber.TryParseDataFrameForm(utf8[..length], out number))
        {
            id = new Id(number);
            return null;
        }

        return Keep(whole ?? text.ToString(), out id);
    }

    private static string? Keep(string text, out Id id)
    {
        id = new Id(text);
        return null;
    }

    private static void Check(ReadOnlySpan<char> format)
    {
        if (format is not ("" or "G" or "g"))
        {
            throw new FormatException($"An id has the format G alone, not {format}.");
        }
    }
}
