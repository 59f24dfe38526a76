namespace RxRecs.Csv;

/// <summary>
/// Text input in which no line is much longer than a limit: what goes beyond the limit is left out up to the line's
/// end, so that the reader behind it needs little memory, sees an overlong record, and finds the next line. A line
/// passes with at least one byte more than the limit and at most <see cref="Slack"/> more.
/// </summary>
/// <remarks>
/// Lines are looked for only at the ends of each block: two searches that stop after one line, not one over all bytes.
/// Where the source fails, as at the end of a file that is cut short, the text ends, so that the reader behind it gives
/// the lines that it has looked at and not given yet; a line without its end is marked, since it is no record.
/// </remarks>
internal sealed class LineGuard(Stream source, int limit) : ReadOnlyStream
{
    /// <summary>Tells how far a line may exceed the limit, which is also the largest block handed on.</summary>
    public const int Slack = 1 << 16;

    private byte[] _peeked = [];
    private int _peekedBegin;
    private int _peekedTaken;
    private long _lineLength;
    private bool _isSkippingLine;
    private bool _hasLineEnd = true;
    private int _markTaken;
    private ShopFileException? _failure;

    /// <summary>Gives what ends the line in which the source has failed.</summary>
    public static ReadOnlySpan<byte> CutMark => "\0RxRecs: the line is cut.\0"u8;

    /// <summary>Tells whether the source has failed.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Tells whether there was nothing to peek at.</summary>
    public bool IsEmpty => _peeked.Length == 0;

    /// <summary>Gives what was peeked at, from the first line that is not empty: that line, and mostly some
    /// more.</summary>
    public ReadOnlySpan<byte> Peeked => _peeked.AsSpan(_peekedBegin);

    /// <summary>
    /// The first line that is not empty, or as much of it as fits <see cref="Slack"/>; it is read again afterwards.
    /// </summary>
    public ReadOnlySpan<byte> PeekLine(out bool isWhole)
    {
        var buffer = new byte[Slack];
        var length = 0;
        var begin = 0;
        int end;
        int count;
        do
        {
            count = source.Read(buffer.AsSpan(length));
            length += count;
            while (begin < length && buffer[begin] is (byte)'\n' or (byte)'\r')
            {
                begin++;
            }

            end = buffer.AsSpan(begin, length - begin).IndexOfAny((byte)'\n', (byte)'\r');
        }
        while (count > 0 && length < buffer.Length && end < 0);

        (_peeked, _peekedBegin) = (buffer[..length], begin);
        isWhole = end >= 0 || count == 0;
        return _peeked.AsSpan(begin, end < 0 ? length - begin : end);
    }

    /// <summary>Throws what the source has failed with, once all before it has been read.</summary>
    /// <exception cref="ShopFileException">The source has failed.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..Math.Min(buffer.Length, Slack)];
        while (Next(buffer) is var count and > 0)
        {
            if (_isSkippingLine)
            {
                count = SkipToLineEnd(buffer[..count]);
                if (count == 0)
                {
                    continue;
                }
            }

            Measure(buffer[..count]);
            _hasLineEnd = buffer[count - 1] is (byte)'\n' or (byte)'\r';
            return count;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Next(Span<byte> buffer)
    {
        if (_peekedTaken == _peeked.Length)
        {
            _peeked = [];
            _peekedTaken = 0;
            return ReadSource(buffer);
        }

        var rest = _peeked.AsSpan(_peekedTaken);
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        _peekedTaken += rest.Length;
        return rest.Length;
    }

    private int ReadSource(Span<byte> buffer)
    {
        if (_failure is null)
        {
            try
            {
                return source.Read(buffer);
            }
            catch (ShopFileException error)
            {
                _failure = error;
                _markTaken = _hasLineEnd ? CutMark.Length : 0;
            }
        }

        var rest = CutMark[_markTaken..];
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        _markTaken += rest.Length;
        return rest.Length;
    }

    private int SkipToLineEnd(Span<byte> block)
    {
        var end = block.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            return 0;
        }

        _isSkippingLine = false;
        _lineLength = 0;
        block[end..].CopyTo(block);
        return block.Length - end;
    }

    private void Measure(ReadOnlySpan<byte> block)
    {
        if (block.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            _lineLength += block.Length;
            _isSkippingLine = _lineLength > limit;
        }
        else
        {
            _lineLength = block.Length - block.LastIndexOfAny((byte)'\n', (byte)'\r') - 1;
        }
    }
}
