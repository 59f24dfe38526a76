using System.IO.Compression;

namespace RxRecs.Csv;

/// <summary>
/// Compressed input with one more gzip member behind its end. The decompressor takes a file that was cut short for one
/// that ended; the mark tells the two apart: it comes out whole only if everything before it was whole.
/// </summary>
internal sealed class EndMark(Stream source) : ReadOnlyStream
{
    private static readonly byte[] MemberBytes = Compress();
    private int _taken = -1;

    /// <summary>Tells what the mark decompresses to.</summary>
    public static ReadOnlySpan<byte> Text => "RxRecs: the end of the input.\0"u8;

    /// <summary>Tells whether the source has ended and the mark is being read.</summary>
    public bool Reached => _taken >= 0;

    public override int Read(Span<byte> buffer)
    {
        if (_taken < 0)
        {
            var count = source.Read(buffer);
            if (count > 0 || buffer.IsEmpty)
            {
                return count;
            }

            _taken = 0;
        }

        var rest = MemberBytes.AsSpan(_taken);
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        _taken += rest.Length;
        return rest.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compress()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Text);
        }

        return bytes.ToArray();
    }
}
