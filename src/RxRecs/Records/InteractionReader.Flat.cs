using System.Text.Unicode;

namespace RxRecs;

/// <content>
/// The short way for records as most programs write them. It says nothing but "read" and "look again": whatever is
/// unusual, and all that is wrong, the full reader decides, so that there is one place for reasons.
/// </content>
internal sealed partial class InteractionReader
{
    /// <summary>Turns the short way off, for tests that compare both.</summary>
    internal bool IsThorough { get; init; }

    /// <summary>Tells how many records were read the short way.</summary>
    internal long Short { get; private set; }

    private bool TryReadFlat(ReadOnlySpan<byte> json, ref InteractionFields fields)
    {
        if (!FlatJson.TryOpen(json, out var flat))
        {
            return false;
        }

        var isEnd = false;
        while (!isEnd)
        {
            if (!flat.TryName(out var name)
                || !TryReadFlat(InteractionMembers.Find(name), ref flat, ref fields)
                || !flat.TryNext(out isEnd))
            {
                return false;
            }
        }

        Short++;
        return true;
    }

    private bool TryReadFlat(InteractionMember member, ref FlatJson flat, ref InteractionFields fields)
    {
        switch (member)
        {
            case InteractionMember.Item or InteractionMember.User or InteractionMember.Category
                when flat.TryWhole(out var number):
                SetId(member, number, ref fields);
                return true;
            case InteractionMember.Price:
                return flat.TryNumber(out var price) && Assign(member, price, isNumber: true, ref fields) is null;
            case InteractionMember.Quantity:
                fields.Quantity = 1;
                return flat.TryWhole(out var quantity)
                    && quantity <= int.MaxValue
                    && (fields.Quantity = (int)quantity) >= 0;
            case InteractionMember.Other:
                return false;
            default:
                return flat.TryText(out var text)
                    && (IsPlain(text) || IsPlainBeyondAscii(text))
                    && Assign(member, text, isNumber: false, ref fields) is null;
        }
    }

    private static void SetId(InteractionMember member, Id id, ref InteractionFields fields)
    {
        switch (member)
        {
            case InteractionMember.Item:
                fields.Item = id;
                break;
            case InteractionMember.User:
                fields.User = id;
                break;
            default:
                fields.Category = id;
                break;
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && !text.Contains((byte)'\\');

    private static bool IsPlainBeyondAscii(ReadOnlySpan<byte> text) =>
        !text.Contains((byte)'\\') && Utf8.IsValid(text) && !ControlCharacters.AreIn(text);
}
