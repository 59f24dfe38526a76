using Microsoft.Win32.SafeHandles;

namespace RxRecs.Shop.Output;

/// <summary>
/// Standard output that tells when its reader has gone. <see cref="Console.OpenStandardOutput()"/> swallows that, and a
/// program would go on computing for nobody.
/// </summary>
internal sealed class OutputStream(Stream inner) : Stream
{
    // EPIPE; ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    private static readonly int[] ReaderGone = [32, 109, 232];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static OutputStream OfProcess()
    {
        if (Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return new OutputStream(pipe);
            }
        }

        // A file: FileStream would write at a position of its own and not move that of other writers to the same file.
        return new OutputStream(Console.OpenStandardOutput());
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException error) when (ReaderGone.Contains(error.HResult & 0xFFFF))
        {
            throw new OutputClosedException(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The message of a stream without a path tells of none.
            throw new IOException(
                error is IOException ? $"standard output: {error.Message}" : "standard output cannot be written to.",
                error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
