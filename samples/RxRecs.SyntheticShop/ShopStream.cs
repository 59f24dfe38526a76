using System.Buffers;

namespace RxRecs.SyntheticShop;

/// <summary>The rows of a synthetic shop as a file that is made while it is read.</summary>
public sealed class ShopStream : Stream
{
    private const int Chunk = 1 << 16;
    private readonly ShopGenerator _generator;
    private readonly ArrayBufferWriter<byte> _rows = new(Chunk + 1024);
    private int _read;

    public ShopStream(ShopGenerator generator)
    {
        _generator = generator;
        ShopGenerator.WriteHeader(_rows);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_read == _rows.WrittenCount)
        {
            Refill();
        }

        var count = Math.Min(buffer.Length, _rows.WrittenCount - _read);
        _rows.WrittenSpan.Slice(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _generator.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Refill()
    {
        _rows.ResetWrittenCount();
        _read = 0;
        while (_rows.WrittenCount < Chunk && _generator.WriteNext(_rows))
        {
        }
    }
}
