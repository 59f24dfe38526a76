namespace RxRecs.Csv;

/// <summary>
/// JSON with one object per line, made of an array's elements or of objects that are written over several lines.
/// </summary>
/// <remarks>
/// An object keeps the number of its first line. Those that begin where the one before them ended count as lines of
/// their own, until line breaks make up for it.
/// </remarks>
internal sealed class JsonElements : ReadOnlyStream
{
    private const int PeekSize = 1 << 16;
    private readonly Stream _source;
    private readonly string _name;
    private readonly byte[] _input = new byte[PeekSize];
    private int _length;
    private int _taken;
    private int _depth;
    private bool _isInside;
    private bool _isText;
    private bool _isEscaped;
    private bool _sharesLine;
    private int _breaksInside;
    private int _breaksToWrite;
    private int _breaksAhead;

    private JsonElements(Stream source, string name) => (_source, _name) = (source, name);

    /// <summary>Gives the input as it is, or by its elements where it begins as an array of objects, as an object of
    /// several lines, or with several objects in a line.</summary>
    /// <param name="source">The input.</param>
    /// <param name="name">The name of the input in messages.</param>
    public static Stream Wrap(Stream source, string name)
    {
        var peeked = new byte[PeekSize];
        var length = 0;
        bool? hasElements;
        do
        {
            var count = source.Read(peeked.AsSpan(length));
            length += count;
            var isAll = count == 0 || length == peeked.Length;
            hasElements = HasElements(peeked.AsSpan(0, length)) ?? (isAll ? false : null);
        }
        while (hasElements is null);
        var input = new PeekedInput(peeked.AsMemory(0, length), source);
        return hasElements.Value ? new JsonElements(input, name) : input;
    }

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length)
        {
            if (_breaksToWrite > 0)
            {
                _breaksToWrite--;
                buffer[written++] = (byte)'\n';
            }
            else if (_taken == _length && (written > 0 || !Fill()))
            {
                break;
            }
            else if (_isInside)
            {
                written += TakeInside(_input[_taken], buffer[written..]);
            }
            else
            {
                TakeBetween(_input[_taken]);
            }
        }

        return written > 0 || !_isInside || buffer.IsEmpty
            ? written
            : throw new ShopFileException(
                _name,
                "the JSON ends within an object, as in a file that is cut short; all records up to there were read. "
                + "Fetch it again.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Tells whether the input has elements to be taken apart; null where more of it has to be seen.</summary>
    private static bool? HasElements(ReadOnlySpan<byte> input)
    {
        var text = AfterBlanks(input.StartsWith("\uFEFF"u8) ? input[3..] : input);
        if (text.IsEmpty || "\uFEFF"u8.StartsWith(text))
        {
            return null;
        }

        if (text[0] == '[')
        {
            var first = AfterBlanks(text[1..]);
            return first.IsEmpty ? null : first[0] is (byte)'{' or (byte)']';
        }

        return text[0] != '{' ? false : HasNeighbor(text) ? true : GoesOnInNextLine(text);
    }

    /// <summary>Tells whether another object begins in the line in which the first ends, as in streams that are stored
    /// without line breaks.</summary>
    private static bool HasNeighbor(ReadOnlySpan<byte> text)
    {
        var (depth, isText) = (0, false);
        for (var i = 0; i < text.Length && text[i] is not ((byte)'\n' or (byte)'\r'); i++)
        {
            switch (text[i])
            {
                case (byte)'\\' when isText:
                    i++;
                    break;
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'{' or (byte)'[' when !isText:
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when !isText && --depth <= 0:
                    return text[(i + 1)..].TrimStart(" \t"u8) is [(byte)'{', ..];
            }
        }

        return false;
    }

    // A line that was cut off is followed by one that begins with a brace.
    private static bool? GoesOnInNextLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            return null;
        }

        var last = text[..end].TrimEnd(" \t"u8)[^1];
        if (last is not ((byte)'{' or (byte)'[' or (byte)','))
        {
            return false;
        }

        var next = AfterBlanks(text[end..]);
        return next.IsEmpty ? null
            : next[0] is (byte)'"' or (byte)'}' || (last == '[' && next[0] is (byte)'{' or (byte)']');
    }

    private static ReadOnlySpan<byte> AfterBlanks(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8);

    private static bool IsBetween(byte letter) =>
        letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']';

    private bool Fill()
    {
        (_taken, _length) = (0, _source.Read(_input));
        return _length > 0;
    }

    private void TakeBetween(byte letter)
    {
        if (IsBetween(letter) || letter is 0xEF or 0xBB or 0xBF)
        {
            _taken++;
            if (letter == '\n')
            {
                TakeBreak();
            }
        }
        else if (_sharesLine)
        {
            (_sharesLine, _breaksToWrite) = (false, 1);
            _breaksAhead++;
        }
        else
        {
            _isInside = true;
        }
    }

    private void TakeBreak()
    {
        if (_breaksAhead > 0)
        {
            _breaksAhead--;
        }
        else
        {
            (_sharesLine, _breaksToWrite) = (false, 1);
        }
    }

    /// <summary>Takes a letter of an element, or finds that it has ended before it.</summary>
    /// <returns>The number of letters written.</returns>
    private int TakeInside(byte letter, Span<byte> buffer)
    {
        if (_depth == 0 && !_isText && IsBetween(letter))
        {
            End();
            return 0;
        }

        _taken++;
        if (letter == '\n')
        {
            // JSON has none in its texts: a quote is missing, and the line ends what it has begun.
            (_isText, _isEscaped) = (false, false);
            _breaksInside++;
        }
        else if (_isText)
        {
            (_isText, _isEscaped) = (_isEscaped || letter != '"', !_isEscaped && letter == '\\');
        }
        else
        {
            TakeOutsideOfText(letter);
        }

        buffer[0] = letter is (byte)'\n' or (byte)'\r' ? (byte)' ' : letter;
        return 1;
    }

    private void TakeOutsideOfText(byte letter)
    {
        switch (letter)
        {
            case (byte)'"':
                _isText = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']' when --_depth <= 0:
                End();
                break;
        }
    }

    private void End()
    {
        (_isInside, _depth) = (false, 0);
        _sharesLine = _breaksInside == 0;
        _breaksToWrite = _sharesLine ? 0 : Math.Max(1, _breaksInside - _breaksAhead);
        _breaksAhead -= _breaksInside - _breaksToWrite;
        _breaksInside = 0;
    }
}
