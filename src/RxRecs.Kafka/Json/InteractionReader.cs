using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace RxRecs.Kafka.Json;

/// <summary>
/// Reads interactions from JSON, token by token and without an object in between. Its strings are shared through pools,
/// so it belongs to one thread at a time. Only broken syntax costs an exception, for that is how the reader reports it.
/// </summary>
/// <param name="maxSize">The longest record in bytes.</param>
internal sealed partial class InteractionReader(int maxSize)
{
    /// <summary>The longest record in bytes, unless told.</summary>
    public const int DefaultMaxSize = 256 * 1024;

    private const int MaxDepth = 16;
    private const int MaxTextSize = 4 * 1024;
    private const int MaxNumberSize = 64;
    private const int EscapeSize = 6;
    private const int LeastDigits = 10;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    [ThreadStatic]
    private static InteractionReader? _ofThread;

    private readonly TextPool _items = new(12);
    private readonly TextPool _users = new(13);
    private readonly TextPool _categories = new(10);
    private readonly TextPool _brands = new(12);
    private readonly TextPool _paths = new(12);
    private readonly TextPool _sessions = new(13);
    // A number or a time in a text with escapes: System.Text.Json itself writes the plus of an offset as one.
    private readonly byte[] _unescaped = new byte[MaxNumberSize * EscapeSize];
    private EventTimeText _times;

    /// <summary>One of the current thread.</summary>
    public static InteractionReader OfThread => _ofThread ??= new InteractionReader(DefaultMaxSize);

    /// <summary>Reads one interaction.</summary>
    /// <returns>Null, or why it is none.</returns>
    public string? Parse(ReadOnlySpan<byte> json, out Interaction value)
    {
        value = default;
        if (json.Length > maxSize)
        {
            return $"the value has {json.Length} bytes, more than {maxSize}";
        }

        var flat = new InteractionFields();
        if (!IsThorough && TryReadFlat(json, ref flat))
        {
            return flat.Make(out value);
        }

        return ParseAny(json, out value);
    }

    private string? ParseAny(ReadOnlySpan<byte> json, out Interaction value)
    {
        value = default;
        if (!Utf8.IsValid(json))
        {
            return "the value is not UTF-8";
        }

        // What is cut off is the most frequent damage, and the reader would tell it by an exception.
        if (json.TrimEnd(" \t\r\n"u8) is not [.., (byte)'}'])
        {
            return "the value is not JSON, or not a JSON object: it does not end with a brace";
        }

        try
        {
            var fields = new InteractionFields();
            return ReadObject(json, ref fields) ?? fields.Make(out value);
        }
        catch (JsonException e)
        {
            return Reason.Cut($"the value is not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return "a text has half of a surrogate pair";
        }
    }

    private static string? Because(InteractionMember member, string problem) =>
        $"{InteractionMembers.Name(member)} {problem}";

    private static string? ReadText(
        InteractionMember member, ref Utf8JsonReader reader, TextPool pool, ref string? text)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            text = null;
            return reader.TokenType == JsonTokenType.Null ? null : Because(member, "is not a text");
        }

        return reader.ValueIsEscaped
            ? ReadEscapedText(member, ref reader, pool, ref text)
            : Share(member, reader.ValueSpan, pool, ref text);
    }

    private static string? ReadEscapedText(
        InteractionMember member, ref Utf8JsonReader reader, TextPool pool, ref string? text)
    {
        if (reader.ValueSpan.Length > MaxTextSize * EscapeSize)
        {
            return Because(member, $"has more than {MaxTextSize} bytes");
        }

        Span<byte> buffer = stackalloc byte[MaxTextSize * EscapeSize];
        return Share(member, buffer[..reader.CopyString(buffer)], pool, ref text);
    }

    private static string? Share(
        InteractionMember member, ReadOnlySpan<byte> utf8, TextPool pool, ref string? text)
    {
        if (utf8.Length > MaxTextSize)
        {
            return Because(member, $"has more than {MaxTextSize} bytes");
        }

        if (HasControl(utf8))
        {
            return Because(member, "has a control character");
        }

        return pool.TryGet(utf8, out text) ? null : Because(member, "is not UTF-8");
    }

    /// <summary>C0, DEL and C1; the last are C2 80 to C2 9F in UTF-8.</summary>
    private static bool HasControl(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || utf8.Contains((byte)0x7F))
        {
            return true;
        }

        for (var at = utf8.IndexOf((byte)0xC2); at >= 0; at = utf8.IndexOf((byte)0xC2))
        {
            utf8 = utf8[(at + 1)..];
            if (utf8[0] < 0xA0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The digits of a number, or of a string that holds one; nothing for null and "".</summary>
    private string? ReadNumber(
        InteractionMember member, ref Utf8JsonReader reader, out ReadOnlySpan<byte> digits)
    {
        digits = default;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            return Because(member, "is not a number");
        }

        digits = reader.ValueSpan;
        if (reader.ValueIsEscaped && digits.Length <= _unescaped.Length)
        {
            digits = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
        }

        return digits.Length > MaxNumberSize
            ? Because(member, $"has more than {MaxNumberSize} characters")
            : null;
    }

    /// <summary>A number or a text; null and "" are none.</summary>
    private static string? ReadId(InteractionMember member, ref Utf8JsonReader reader, TextPool pool, ref Id id)
    {
        id = Id.None;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            return reader.TokenType == JsonTokenType.Null ? null : Because(member, "is not a number or a text");
        }

        if (!reader.ValueIsEscaped)
        {
            return ReadId(member, reader.ValueSpan, pool, ref id);
        }

        Span<byte> text = stackalloc byte[Id.MaxBytes * EscapeSize];
        return reader.ValueSpan.Length > text.Length
            ? Because(member, $"is longer than {Id.MaxBytes} bytes")
            : ReadId(member, text[..reader.CopyString(text)], pool, ref id);
    }

    private static string? ReadId(InteractionMember member, ReadOnlySpan<byte> text, TextPool pool, ref Id id) =>
        text.IsEmpty || Id.Read(text, pool, out id) is not { } problem ? null : Because(member, problem);

    private string? ReadPrice(ref Utf8JsonReader reader, ref long price)
    {
        price = Interaction.NoPrice;
        if (ReadNumber(InteractionMember.Price, ref reader, out var digits) is { } notNumber)
        {
            return notNumber;
        }

        return PriceText.Parse(digits, out price) is { } problem ? Because(InteractionMember.Price, problem) : null;
    }

    private string? ReadQuantity(ref Utf8JsonReader reader, ref int quantity)
    {
        quantity = 1;
        return ReadNumber(InteractionMember.Quantity, ref reader, out var digits) is null
            && (digits.IsEmpty
                || (Utf8Parser.TryParse(digits, out quantity, out var used) && used == digits.Length))
            ? null
            : Because(InteractionMember.Quantity, "is not a whole number that a quantity can be");
    }

    private static string? ReadKind(ref Utf8JsonReader reader, ref InteractionKind? kind)
    {
        kind = null;
        if (reader.TokenType == JsonTokenType.String)
        {
            kind = reader.ValueTextEquals("view"u8) ? InteractionKind.View
                : reader.ValueTextEquals("cart"u8) ? InteractionKind.Cart
                : reader.ValueTextEquals("purchase"u8) ? InteractionKind.Purchase
                : reader.ValueTextEquals("remove_from_cart"u8) ? InteractionKind.Remove
                : null;
        }

        return kind is null
            ? Because(InteractionMember.Kind, "is not view, cart, remove_from_cart or purchase")
            : null;
    }

    private string? ReadObject(ReadOnlySpan<byte> json, ref InteractionFields fields)
    {
        var reader = new Utf8JsonReader(json, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "the value is not a JSON object";
        }

        // Of two members of one name the last counts, also where the first is wrong.
        string?[]? problems = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Length > MaxTextSize)
            {
                return $"a member's name has more than {MaxTextSize} bytes";
            }

            var member = InteractionMembers.Find(ref reader);
            _ = reader.Read();
            var problem = ReadMember(member, ref reader, ref fields);
            if (problem is not null || problems is not null)
            {
                problems ??= new string?[InteractionMembers.Count];
                problems[(int)member] = problem;
                reader.Skip();
            }
        }

        // Nothing but white space may follow; the reader throws otherwise.
        _ = reader.Read();
        return problems is null ? null : Array.Find(problems, static each => each is not null);
    }

    private string? ReadMember(InteractionMember member, ref Utf8JsonReader reader, ref InteractionFields fields)
    {
        switch (member)
        {
            case InteractionMember.Time:
                return ReadTime(ref reader, ref fields.Ticks);
            case InteractionMember.Kind:
                return ReadKind(ref reader, ref fields.Kind);
            case InteractionMember.Item:
                return ReadId(member, ref reader, _items, ref fields.Item);
            case InteractionMember.Category:
                return ReadId(member, ref reader, _categories, ref fields.Category);
            case InteractionMember.User:
                return ReadId(member, ref reader, _users, ref fields.User);
            case InteractionMember.CategoryPath:
                return ReadText(member, ref reader, _paths, ref fields.CategoryPath);
            case InteractionMember.Brand:
                return ReadText(member, ref reader, _brands, ref fields.Brand);
            case InteractionMember.Session:
                return ReadText(member, ref reader, _sessions, ref fields.Session);
            case InteractionMember.Price:
                return ReadPrice(ref reader, ref fields.Price);
            case InteractionMember.Quantity:
                return ReadQuantity(ref reader, ref fields.Quantity);
            default:
                reader.Skip();
                return null;
        }
    }

    private string? ReadTime(ref Utf8JsonReader reader, ref long ticks)
    {
        ticks = InteractionFields.NoTime;
        if (ReadNumber(InteractionMember.Time, ref reader, out var text) is { } problem)
        {
            return reader.TokenType is JsonTokenType.Number
                ? problem
                : Because(InteractionMember.Time, "is not a time");
        }

        if (text.IsEmpty)
        {
            return null;
        }

        // A text of fewer digits may be a day.
        var isNumber = reader.TokenType == JsonTokenType.Number
            || (text.Length >= LeastDigits && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);
        if (!(isNumber ? EventTimeText.TryParseMilliseconds(text, out ticks) : _times.TryParse(text, out ticks)))
        {
            return Because(InteractionMember.Time, "is not a time");
        }

        return isNumber && AreSeconds(ticks)
            ? Because(InteractionMember.Time, "counts seconds, as it seems; milliseconds since 1970 are expected")
            : null;
    }

    // As seconds these are the years from 2001 to 2286, as milliseconds some months of 1970 in which nobody shopped so.
    private static bool AreSeconds(long ticks) =>
        (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond is >= 1_000_000_000 and < 10_000_000_000;
}
