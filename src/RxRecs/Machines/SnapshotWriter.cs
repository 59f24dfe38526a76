using System.Buffers.Binary;
using System.Text;

namespace RxRecs.Machines;

/// <summary>
/// Writes a machine's state: little-endian numbers, variable-length counts, UTF-8 text. The layout is documented in
/// <c>docs/snapshot-format.md</c>.
/// </summary>
/// <param name="codecs">The codecs that write keys, items and events; null for the built-in codecs.</param>
public sealed class SnapshotWriter(SnapshotCodecs? codecs = null)
{
    /// <summary>The number of bytes after which whoever reads or writes a state calls, unless told.</summary>
    internal const int UsualProgressBytes = 16_384;

    private const int BytesAtOnce = 1 << 20;

    private readonly SnapshotCodecs _codecs = codecs ?? SnapshotCodecs.Default;
    private byte[] _buffer = [];
    private Action? _onProgress;
    private int _written;
    private int _room;
    private int _lastCall;

    /// <summary>
    /// Gets the action that is called again and again while a state is written, so that whoever writes a large one can
    /// do something else in between; null for nothing. It may ask the state that is being written, and must neither
    /// change it nor use this writer.
    /// </summary>
    /// <remarks>It is called from within a call of this writer, each time that 16 KiB more are written.</remarks>
    public Action? OnProgress
    {
        get => _onProgress;
        init => _onProgress = value;
    }

    /// <summary>The number of bytes between two calls of <see cref="OnProgress"/>.</summary>
    internal int ProgressBytes { get; init; } = UsualProgressBytes;

    /// <summary>The memory that is written to until it is full; whatever it holds is lost.</summary>
    internal byte[] Buffer
    {
        get => _buffer;
        init => _buffer = value;
    }

    /// <summary>Gets what has been written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _written);

    /// <summary>The same; it stays as it is once nothing more is written.</summary>
    internal ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _written);

    /// <summary>Writes one byte.</summary>
    /// <param name="value">The value.</param>
    public void WriteByte(byte value) => Take(sizeof(byte))[0] = value;

    /// <summary>Writes a truth value as one byte.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a count or index as a variable-length number (7 bits a byte, low bits first).</summary>
    /// <param name="value">The value; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public void WriteCount(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            WriteByte((byte)(rest | 0x80));
            rest >>= 7;
        }

        WriteByte((byte)rest);
    }

    /// <summary>Writes eight bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    /// <summary>Writes four bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    /// <summary>Writes the eight bytes of a double, bit for bit.</summary>
    /// <param name="value">The value.</param>
    public void WriteDouble(double value) => WriteInt64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>
    /// Writes text, null included. A lone half of a surrogate pair, which is no text, becomes
    /// U+FFFD.
    /// </summary>
    /// <param name="value">The text.</param>
    public void WriteString(string? value)
    {
        WriteBoolean(value is not null);
        if (value is null)
        {
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteCount(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Gives memory for a state that may be somewhat longer than the last one, so that nothing is copied while
    /// it is written: the memory given, if it is long enough.</summary>
    internal static byte[] RoomFor(int saved, byte[] room) => room.Length >= saved + (saved / 8L)
        ? room
        : GC.AllocateUninitializedArray<byte>((int)Math.Min(saved + (saved / 4L), Array.MaxLength));

    /// <summary>Calls <see cref="OnProgress"/> where much is read and nothing written.</summary>
    internal void Progress() => _onProgress?.Invoke();

    /// <summary>Calls <see cref="OnProgress"/> no more.</summary>
    internal void EndProgress() => _onProgress = null;

    /// <summary>Writes bytes, with their number before them.</summary>
    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        Reserve(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, BytesAtOnce)];
            part.CopyTo(Take(part.Length));
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Leaves room for the length in bytes of what comes next.</summary>
    internal int BeginLength()
    {
        WriteInt32(0);
        return _written;
    }

    /// <summary>Fills in the length of what came since <see cref="BeginLength"/>.</summary>
    internal void EndLength(int start) => BinaryPrimitives.WriteInt32LittleEndian(
        _buffer.AsSpan(start - sizeof(int)), _written - start);

    /// <summary>Writes a value with the codec of its type.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <exception cref="SnapshotException">No codec is known for <typeparamref name="T"/>.</exception>
    public void Write<T>(T value) => _codecs.For<T>().Write(this, value);

    /// <summary>Gives the next bytes, to be filled in.</summary>
    internal Span<byte> Take(int count)
    {
        var start = _written;
        if (count > _room - start)
        {
            MakeRoom(count);
        }

        _written = start + count;
        return _buffer.AsSpan(start, count);
    }

    /// <summary>Sees to it that the next bytes have room, which ends where the next call is due.</summary>
    private void MakeRoom(int count)
    {
        if (_onProgress is { } call && _written - _lastCall >= ProgressBytes)
        {
            _lastCall = _written;
            call();
        }

        Reserve(count);
        _room = _onProgress is null
            ? _buffer.Length
            : Math.Min(_buffer.Length, Math.Max(_lastCall + ProgressBytes, _written + count));
    }

    private void Reserve(int count)
    {
        if (count <= _buffer.Length - _written)
        {
            return;
        }

        // Not cleared: what lies behind what is written is never given out.
        var length = Math.Max(_written + (long)count, Math.Max(256, Math.Min(2L * _written, Array.MaxLength)));
        var longer = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, int.MaxValue));
        Written.CopyTo(longer);
        _buffer = longer;
    }
}
