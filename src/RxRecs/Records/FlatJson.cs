namespace RxRecs;

/// <summary>
/// Steps through an object that is written as most programs write one: members of texts and plain numbers, no white
/// space, no escapes, nothing nested. Each step says whether that still holds; where it does not, nothing is said about
/// the record, and the full reader has to look at it.
/// </summary>
internal ref struct FlatJson
{
    private const int MaxDigits = 19;
    private const int MaxPriceSize = 32;
    private ReadOnlySpan<byte> _rest;

    private FlatJson(ReadOnlySpan<byte> rest) => _rest = rest;

    /// <summary>Begins an object.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> json, out FlatJson flat)
    {
        flat = new FlatJson(json.IsEmpty ? json : json[1..]);
        return !json.IsEmpty && json[0] == '{';
    }

    /// <summary>A member's name and the colon.</summary>
    public bool TryName(out ReadOnlySpan<byte> name)
    {
        if (!TryText(out name) || _rest.IsEmpty || _rest[0] != ':')
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    /// <summary>Tells what is between two quotes; it may hold a backslash and whatever else is no quote.</summary>
    public bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_rest.IsEmpty || _rest[0] != '"')
        {
            return false;
        }

        var inside = _rest[1..];
        var end = inside.IndexOf((byte)'"');
        if (end < 0)
        {
            return false;
        }

        text = inside[..end];
        _rest = inside[(end + 1)..];
        return true;
    }

    /// <summary>A whole number that fits, without a sign.</summary>
    public bool TryWhole(out long number)
    {
        // 19 digits never exceed 64 bits.
        var value = 0UL;
        var at = 0;
        while (at < _rest.Length && at < MaxDigits && (uint)_rest[at] - '0' is <= 9 and var digit)
        {
            value = (value * 10) + digit;
            at++;
        }

        number = (long)value;
        // No number of JSON has a zero in front.
        if (at == 0 || number < 0 || (_rest[0] == '0' && at > 1))
        {
            return false;
        }

        _rest = _rest[at..];
        return true;
    }

    /// <summary>The digits of a number, with a fraction or without.</summary>
    public bool TryNumber(out ReadOnlySpan<byte> digits)
    {
        var whole = CountDigits(0);
        var end = whole;
        if (whole < _rest.Length && _rest[whole] == '.')
        {
            end += 1 + CountDigits(whole + 1);
        }

        digits = _rest[..end];
        if (whole == 0 || end == whole + 1 || (_rest[0] == '0' && whole > 1) || end > MaxPriceSize)
        {
            return false;
        }

        _rest = _rest[end..];
        return true;
    }

    /// <summary>Tells what follows a value: a comma and the next member, or the end of object and record.</summary>
    public bool TryNext(out bool isEnd)
    {
        isEnd = _rest.Length == 1 && _rest[0] == '}';
        if (isEnd)
        {
            return true;
        }

        if (_rest.IsEmpty || _rest[0] != ',')
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private readonly int CountDigits(int from)
    {
        var at = from;
        while (at < _rest.Length && (uint)_rest[at] - '0' <= 9)
        {
            at++;
        }

        return at - from;
    }
}
