using System.Globalization;

namespace RxRecs.Live.Messages;

/// <summary>Writes members of flat JSON whose values are JSON already.</summary>
internal ref struct FlatWriter(Span<byte> room)
{
    /// <summary>Bounds the bytes that the names and a time take.</summary>
    public const int Room = (FlatMembers.Count * 20) + 64;

    private readonly Span<byte> _room = room;
    private int _length;

    /// <summary>Adds a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="value">Its value.</param>
    public void Add(FlatMember member, ReadOnlySpan<byte> value)
    {
        Begin(member);
        Append(value);
    }

    /// <summary>Adds a member with a time.</summary>
    public void Add(FlatMember member, DateTimeOffset time)
    {
        Begin(member);
        Append("\""u8);
        time.TryFormat(_room[_length..], out var length, "O", CultureInfo.InvariantCulture);
        _length += length;
        Append("\""u8);
    }

    /// <summary>Ends the object.</summary>
    /// <returns>The number of bytes.</returns>
    public int End()
    {
        Append("}"u8);
        return _length;
    }

    private void Begin(FlatMember member)
    {
        Append(_length == 0 ? "{\""u8 : ",\""u8);
        Append(FlatMembers.Name(member));
        Append("\":"u8);
    }

    private void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_room[_length..]);
        _length += text.Length;
    }
}
