using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RxRecs.Machines;

/// <summary>Reads what a <see cref="SnapshotWriter"/> wrote, never past its end.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="codecs">
/// The codecs with which keys, items and events were written; null for the built-in codecs.
/// </param>
public sealed class SnapshotReader(ReadOnlyMemory<byte> bytes, SnapshotCodecs? codecs = null)
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The array behind the memory: a span of it costs nothing.
    private readonly ArraySegment<byte> _bytes =
        MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new(bytes.ToArray());
    private readonly SnapshotCodecs _codecs = codecs ?? SnapshotCodecs.Default;
    private int _position;
    private int _room;
    private int _lastCall;

    /// <summary>
    /// What is called again and again while a state is read, each time that 16 KiB more are; null for nothing. It must
    /// neither ask nor change what is being read.
    /// </summary>
    internal Action? OnProgress { get; init; }

    /// <summary>Gets the number of bytes that are left.</summary>
    public int Remaining => _bytes.Count - _position;

    /// <summary>Reads one byte.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="SnapshotException">The bytes end here.</exception>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads a truth value.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="SnapshotException">The byte is neither 0 nor 1, or the bytes end here.</exception>
    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        var other => throw new SnapshotException(
            $"Expected 0 or 1 at byte {_position - 1}, found {other}: the snapshot is damaged."),
    };

    /// <summary>
    /// Reads a count. Every counted thing takes at least a byte, so a count beyond the bytes that are left is damage
    /// and is refused before memory is taken for it.
    /// </summary>
    /// <returns>The count, from 0 to <see cref="Remaining"/>.</returns>
    /// <exception cref="SnapshotException">The count is impossible, or the bytes end here.</exception>
    public int ReadCount()
    {
        var value = ReadVariable();
        return value <= (uint)Remaining
            ? (int)value
            : throw new SnapshotException(
                $"A count of {value} at byte {_position} with {Remaining} bytes left: the snapshot is damaged.");
    }

    /// <summary>
    /// Reads a number that <see cref="SnapshotWriter.WriteCount"/> wrote and that counts nothing in the bytes,
    /// such as a size.
    /// </summary>
    /// <returns>The number, not negative.</returns>
    /// <exception cref="SnapshotException">The number is impossible, or the bytes end here.</exception>
    public int ReadSize()
    {
        var value = ReadVariable();
        return value <= int.MaxValue
            ? (int)value
            : throw new SnapshotException($"A size of {value} at byte {_position}: the snapshot is damaged.");
    }

    /// <summary>Reads eight bytes.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="SnapshotException">The bytes end here.</exception>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>Reads four bytes.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="SnapshotException">The bytes end here.</exception>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Reads a double, bit for bit.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="SnapshotException">The bytes end here.</exception>
    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    /// <summary>Reads text, null included.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="SnapshotException">The text is not UTF-8, or the bytes end here.</exception>
    public string? ReadString() => ReadBoolean() ? ReadText() : null;

    /// <summary>Reads a value with the codec of its type.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="SnapshotException">No codec is known for <typeparamref name="T"/>, or the bytes are
    /// damaged.</exception>
    public T Read<T>() => CodecOf<T>().Read(this);

    /// <summary>Gives the codec of a type, to read many values with.</summary>
    internal ISnapshotCodec<T> CodecOf<T>() => _codecs.For<T>();

    /// <summary>Reads text that is known to be there.</summary>
    internal string ReadText()
    {
        try
        {
            return StrictUtf8.GetString(Take(ReadCount()));
        }
        catch (DecoderFallbackException)
        {
            throw new SnapshotException($"Text before byte {_position} is not UTF-8: the snapshot is damaged.");
        }
    }

    /// <summary>Reads bytes that have their number before them; a copy.</summary>
    internal byte[] ReadBytes() => Take(ReadCount()).ToArray();

    /// <summary>Gives a reader of the next bytes alone; this one goes on after them.</summary>
    internal SnapshotReader Part(int length)
    {
        if (length < 0)
        {
            throw new SnapshotException($"A length of {length} at byte {_position}: the snapshot is damaged.");
        }

        Take(length);
        return new SnapshotReader(_bytes.AsMemory(_position - length, length), _codecs) { OnProgress = OnProgress };
    }

    private uint ReadVariable()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = ReadByte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80 && (shift < 28 || next < 0x10))
            {
                return value;
            }
        }

        throw new SnapshotException(
            $"A number before byte {_position} does not end within 32 bits: the snapshot is damaged.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _room - _position)
        {
            Expect(count);
        }

        _position += count;
        return _bytes.AsSpan(_position - count, count);
    }

    /// <summary>Sees to it that the next bytes are there, up to where the next call is due.</summary>
    private void Expect(int count)
    {
        if (count > Remaining)
        {
            throw new SnapshotException($"The snapshot ends at byte {_bytes.Count}, {count - Remaining} bytes early.");
        }

        if (OnProgress is { } call && _position - _lastCall >= SnapshotWriter.UsualProgressBytes)
        {
            _lastCall = _position;
            call();
        }

        _room = OnProgress is null
            ? _bytes.Count
            : Math.Min(_bytes.Count, Math.Max(_lastCall + SnapshotWriter.UsualProgressBytes, _position + count));
    }
}
