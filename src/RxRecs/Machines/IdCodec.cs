using System.Buffers.Binary;

namespace RxRecs.Machines;

/// <summary>
/// Writes an id to a snapshot: none and text as a text is written, a number as a byte of 2 and a long. The hash is not
/// written: it is another one in every process.
/// </summary>
internal sealed class IdCodec : ISnapshotCodec<Id>
{
    private const byte None = 0;
    private const byte Text = 1;
    private const byte Number = 2;

    public void Write(SnapshotWriter writer, Id value)
    {
        if (value.TryGetNumber(out var number))
        {
            var bytes = writer.Take(sizeof(byte) + sizeof(long));
            bytes[0] = Number;
            BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], number);
        }
        else
        {
            writer.WriteString(value.IsNone ? null : value.ToString());
        }
    }

    public Id Read(SnapshotReader reader) => reader.ReadByte() switch
    {
        None => Id.None,
        Text => ReadText(reader.ReadText()),
        Number => ReadNumber(reader.ReadInt64()),
        var other => throw new SnapshotException($"{other} is no kind of id: the snapshot is damaged."),
    };

    private static Id ReadNumber(long number) => number >= 0
        ? number
        : throw new SnapshotException($"{number} is no number of an id: the snapshot is damaged.");

    // A number that is written as text would not be equal to itself.
    private static Id ReadText(string text) => Id.TryParse(text, out var id) && !id.IsNumber
        ? id
        : throw new SnapshotException("A text that is no id, or a number as text: the snapshot is damaged.");
}
