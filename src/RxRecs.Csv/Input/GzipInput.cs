using System.IO.Compression;

namespace RxRecs.Csv;

/// <summary>
/// Decompressed input that refuses decompression bombs and says when the file was cut short. A ratio is looked at only
/// after <see cref="FreeBytes"/>, so that a small and very regular file passes.
/// </summary>
internal sealed class GzipInput : ReadOnlyStream
{
    private const long FreeBytes = 16 << 20;
    private readonly RawInput _raw;
    private readonly string _name;
    private readonly ShopFileOptions _options;
    private readonly EndMark _marked;
    private readonly GZipStream _gzip;
    private MemoryStream? _tail;
    private bool _isCut;
    private long _expanded;

    public GzipInput(RawInput raw, string name, ShopFileOptions options)
    {
        (_raw, _name, _options) = (raw, name, options);
        _marked = new EndMark(raw);
        _gzip = new GZipStream(_marked, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_tail is null)
        {
            var count = Expand(buffer);
            if (!_marked.Reached)
            {
                // The decompressor stops without a word where something else than gzip follows a member's end.
                return count > 0 || buffer.IsEmpty ? count : throw CutShort();
            }

            _tail = ReadTail(buffer[..count]);
        }

        var taken = _tail.Read(buffer);
        return taken == 0 && _isCut ? throw CutShort() : taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Expand(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _gzip.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw _marked.Reached
                ? CutShort()
                : new ShopFileException(_name, "the gzip data is damaged; fetch the file again.", error);
        }

        _expanded += count;
        if (_expanded > _options.MaxExpandedSize)
        {
            throw new ShopFileException(
                _name,
                $"the gzip file grows beyond {_options.MaxExpandedSize:N0} bytes; "
                + "raise MaxExpandedSize if that is right.");
        }

        if (_expanded > FreeBytes && _expanded / _options.MaxExpansion > _raw.BytesRead)
        {
            throw new ShopFileException(
                _name,
                $"each byte of the gzip file becomes more than {_options.MaxExpansion} bytes, "
                + "as in a decompression bomb; raise MaxExpansion if the file is to be trusted.");
        }

        return count;
    }

    private MemoryStream ReadTail(ReadOnlySpan<byte> first)
    {
        var tail = new MemoryStream();
        tail.Write(first);
        var buffer = new byte[8192];
        while (Expand(buffer) is var count and > 0)
        {
            tail.Write(buffer, 0, count);
        }

        if (tail.GetBuffer().AsSpan(0, (int)tail.Length).EndsWith(EndMark.Text))
        {
            tail.SetLength(tail.Length - EndMark.Text.Length);
        }
        else
        {
            // All that the file's own bytes gave has been handed on before the mark was asked for. What came out of the
            // mark was never in the file, and a line break in it would make up a row.
            tail.SetLength(0);
            _isCut = true;
        }

        tail.Position = 0;
        return tail;
    }

    private ShopFileException CutShort() => new(
        _name,
        "the gzip file is cut short, or something else follows its end; "
        + "all rows up to there were read. Fetch it again.");
}
