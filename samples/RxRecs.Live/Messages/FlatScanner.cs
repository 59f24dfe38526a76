using System.Buffers;

namespace RxRecs.Live.Messages;

/// <summary>Goes through flat JSON: takes the tokens that it knows, and nothing that is unusual.</summary>
internal ref struct FlatScanner(ReadOnlySpan<byte> json)
{
    // What needs no look at escapes, control characters or UTF-8.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Except(['"', '\\']).Select(each => (byte)each)]);

    private static readonly SearchValues<byte> Number = SearchValues.Create("0123456789.-"u8);

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Gets the place behind what was taken last.</summary>
    public int Position { get; private set; }

    /// <summary>Takes a character, and white space before it.</summary>
    public bool TryTake(byte character)
    {
        SkipSpace();
        var isThere = Position < _json.Length && _json[Position] == character;
        Position += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Takes a text of printable ASCII without escapes.</summary>
    /// <param name="text">Where it stands, without its quotes.</param>
    public bool TryText(out Range text)
    {
        text = default;
        if (!TryTake((byte)'"'))
        {
            return false;
        }

        var length = _json[Position..].IndexOfAnyExcept(Plain);
        if (length < 0 || _json[Position + length] != '"')
        {
            return false;
        }

        text = Position..(Position + length);
        Position += length + 1;
        return true;
    }

    /// <summary>Takes a text, a number without an exponent, or null.</summary>
    /// <param name="value">Where it stands, a text with its quotes; empty for null.</param>
    public bool TryValue(out Range value)
    {
        value = default;
        SkipSpace();
        var start = Position;
        if (TryText(out _))
        {
            value = start..Position;
            return true;
        }

        var length = _json[start..].IndexOfAnyExcept(Number);
        if (length > 0)
        {
            Position += length;
            value = start..Position;
            return true;
        }

        var isNull = _json[start..].StartsWith("null"u8);
        Position += isNull ? "null"u8.Length : 0;
        return isNull;
    }

    /// <summary>Goes on behind what somebody else has taken.</summary>
    public void Skip(int length) => Position += length;

    /// <summary>Tells whether nothing but white space follows.</summary>
    public bool IsAtEnd()
    {
        SkipSpace();
        return Position == _json.Length;
    }

    private void SkipSpace()
    {
        while (Position < _json.Length && _json[Position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Position++;
        }
    }
}
