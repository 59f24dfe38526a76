namespace RxRecs.Csv;

/// <summary>The bytes of the file as they are stored: counted, with a look at the first two, which tell gzip.</summary>
internal sealed class RawInput(Stream source) : ReadOnlyStream
{
    private readonly byte[] _first = new byte[2];
    private int _firstLength;
    private int _firstTaken;

    /// <summary>Bytes handed on.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The file's length, or null where it is not known.</summary>
    public long? BytesTotal { get; } = LengthOf(source);

    /// <summary>Tells whether the file begins as a gzip file does, whatever it is called.</summary>
    public bool IsGzip()
    {
        while (_firstLength < _first.Length)
        {
            var count = source.Read(_first.AsSpan(_firstLength));
            if (count == 0)
            {
                break;
            }

            _firstLength += count;
        }

        return _firstLength == 2 && _first is [0x1f, 0x8b];
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (_firstTaken < _firstLength)
        {
            count = Math.Min(buffer.Length, _firstLength - _firstTaken);
            _first.AsSpan(_firstTaken, count).CopyTo(buffer);
            _firstTaken += count;
        }
        else
        {
            count = source.Read(buffer);
        }

        BytesRead += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private static long? LengthOf(Stream source)
    {
        try
        {
            return source.CanSeek ? source.Length - source.Position : null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
