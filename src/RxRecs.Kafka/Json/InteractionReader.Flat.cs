using System.Text.Unicode;

namespace RxRecs.Kafka.Json;

/// <content>
/// The short way for records as most programs write them. It says nothing but "read" and "look again": whatever is
/// unusual, and all that is wrong, the full reader decides, so that there is one place for reasons.
/// </content>
internal sealed partial class InteractionReader
{
    /// <summary>Turns the short way off, for tests that compare both.</summary>
    internal bool IsThorough { get; init; }

    /// <summary>How many records were read the short way.</summary>
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
            case InteractionMember.Time:
                return flat.TryText(out var time) && time.Length <= MaxNumberSize
                    && _times.TryParse(time, out fields.Ticks);
            case InteractionMember.Kind:
                return flat.TryText(out var kind) && (fields.Kind = KindOf(kind)) is not null;
            case InteractionMember.Item:
                return TryReadFlatId(ref flat, _items, out fields.Item);
            case InteractionMember.Category:
                return TryReadFlatId(ref flat, _categories, out fields.Category);
            case InteractionMember.User:
                return TryReadFlatId(ref flat, _users, out fields.User);
            case InteractionMember.CategoryPath:
                return TryReadFlatText(ref flat, _paths, ref fields.CategoryPath);
            case InteractionMember.Brand:
                return TryReadFlatText(ref flat, _brands, ref fields.Brand);
            case InteractionMember.Session:
                return TryReadFlatText(ref flat, _sessions, ref fields.Session);
            case InteractionMember.Price:
                return flat.TryNumber(out var price) && PriceText.Parse(price, out fields.Price) is null;
            case InteractionMember.Quantity:
                fields.Quantity = 0;
                return flat.TryWhole(out var quantity)
                    && quantity <= int.MaxValue
                    && (fields.Quantity = (int)quantity) >= 0;
            default:
                return false;
        }
    }

    private static bool TryReadFlatId(ref FlatJson flat, TextPool pool, out Id id)
    {
        if (flat.TryWhole(out var number))
        {
            id = number;
            return true;
        }

        id = Id.None;
        return flat.TryText(out var utf8)
            && (IsPlain(utf8) || IsPlainBeyondAscii(utf8))
            && Id.Read(utf8, pool, out id) is null;
    }

    private static bool TryReadFlatText(ref FlatJson flat, TextPool pool, ref string? text) =>
        flat.TryText(out var utf8)
        && utf8.Length <= MaxTextSize
        && (IsPlain(utf8) || IsPlainBeyondAscii(utf8))
        && pool.TryGet(utf8, out text);

    private static bool IsPlain(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && !text.Contains((byte)'\\');

    private static bool IsPlainBeyondAscii(ReadOnlySpan<byte> text) =>
        !text.Contains((byte)'\\') && Utf8.IsValid(text) && !HasControl(text);

    private static InteractionKind? KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("view"u8) ? InteractionKind.View
        : name.SequenceEqual("cart"u8) ? InteractionKind.Cart
        : name.SequenceEqual("purchase"u8) ? InteractionKind.Purchase
        : name.SequenceEqual("remove_from_cart"u8) ? InteractionKind.Remove
        : null;
}
