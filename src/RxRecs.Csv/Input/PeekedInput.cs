namespace RxRecs.Csv;

/// <summary>Bytes that have been looked at, and the stream that they are the beginning of.</summary>
internal sealed class PeekedInput(ReadOnlyMemory<byte> peeked, Stream rest) : ReadOnlyStream
{
    private int _taken;

    public override int Read(Span<byte> buffer)
    {
        if (_taken == peeked.Length)
        {
            return rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, peeked.Length - _taken);
        peeked.Span.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
