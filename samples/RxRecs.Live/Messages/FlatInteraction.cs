using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace RxRecs.Live.Messages;

/// <summary>
/// An interaction as most programs write it: one flat object of JSON with known members, each at most once, whole
/// numbers or plain texts as ids, texts of printable ASCII without escapes. Whatever is unusual, and all that is wrong,
/// is not read here but by <see cref="ShopMessageFormat"/>, so that one place has the reasons; what is read is what it
/// would read.
/// </summary>
internal ref struct FlatInteraction
{
    private const int MaxDigits = 18;
    private const int MaxQuantity = 1_000_000;
    private ReadOnlySpan<byte> _json;
    private Ranges _values;

    private FlatInteraction(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>Tells whether there is an event time.</summary>
    public readonly bool HasTime => !Token(FlatMember.Time).IsEmpty;

    /// <summary>Reads the tokens of an object.</summary>
    /// <param name="json">The text, which begins with the object.</param>
    /// <param name="value">The interaction.</param>
    /// <param name="length">How many bytes the object has.</param>
    /// <returns>False where the text is to be read in another way, whether it is right or wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out FlatInteraction value, out int length)
    {
        value = new(json);
        length = 0;
        var scanner = new FlatScanner(json);
        if (!scanner.TryTake((byte)'{'))
        {
            return false;
        }

        do
        {
            if (!scanner.TryText(out var name) || !scanner.TryTake((byte)':') || !scanner.TryValue(out var token)
                || !value.TrySet(FlatMembers.Find(json[name]), token))
            {
                return false;
            }
        }
        while (scanner.TryTake((byte)','));

        var isWhole = scanner.TryTake((byte)'}');
        length = scanner.Position;
        value._json = json[..length];
        return isWhole;
    }

    /// <summary>Gives a member as it stands in the text, with its quotes; empty where there is none.</summary>
    public readonly ReadOnlySpan<byte> Token(FlatMember member) => _json[_values[(int)member]];

    /// <summary>Makes the interaction.</summary>
    /// <param name="now">The time of an event that has none.</param>
    /// <param name="texts">Shares the texts; null leaves them out.</param>
    /// <param name="interaction">The interaction.</param>
    /// <returns>False where it is to be read in another way, whether it is right or wrong.</returns>
    public readonly bool TryMake(DateTimeOffset now, TextCache? texts, out Interaction interaction)
    {
        interaction = default;
        if (!TryKind(Token(FlatMember.Type), out var kind)
            || !TryTime(Token(FlatMember.Time), ref now)
            || !TryId(Token(FlatMember.Item), out var item) || item.IsNone
            || !TryId(Token(FlatMember.User), out var user)
            || !TryId(Token(FlatMember.Category), out var category)
            || !TryPrice(Token(FlatMember.Price), out var price)
            || !TryQuantity(Token(FlatMember.Quantity), out var quantity))
        {
            return false;
        }

        interaction = new(now, kind, user, item)
        {
            Session = Text(Token(FlatMember.Session), texts),
            Category = category,
            CategoryPath = Text(Token(FlatMember.CategoryPath), texts),
            Brand = Text(Token(FlatMember.Brand), texts),
            Price = price,
            Quantity = quantity,
        };
        return true;
    }

    /// <summary>Writes the interaction as the log keeps it.</summary>
    /// <param name="now">Its time, where it has none.</param>
    /// <param name="output">Where it is written.</param>
    public readonly void Write(DateTimeOffset now, IBufferWriter<byte> output)
    {
        var writer = new FlatWriter(output.GetSpan(FlatWriter.Room + _json.Length));
        for (var member = FlatMember.Type; member < FlatMember.Other; member++)
        {
            var value = Token(member);
            if (!value.IsEmpty)
            {
                writer.Add(member, value);
            }
            else if (member == FlatMember.Time)
            {
                writer.Add(member, now);
            }
        }

        output.Advance(writer.End());
    }

    private static bool TryKind(ReadOnlySpan<byte> token, out InteractionKind kind)
    {
        kind = token.SequenceEqual("\"view\""u8) ? InteractionKind.View
            : token.SequenceEqual("\"cart\""u8) ? InteractionKind.Cart
            : token.SequenceEqual("\"remove_from_cart\""u8) ? InteractionKind.Remove
            : InteractionKind.Purchase;
        return kind != InteractionKind.Purchase || token.SequenceEqual("\"purchase\""u8);
    }

    private static bool TryTime(ReadOnlySpan<byte> token, ref DateTimeOffset time) =>
        token.IsEmpty
        || (IsText(token) && HasOffset(token[1..^1])
            && Utf8Parser.TryParse(token[1..^1], out time, out var length, 'O')
            && length == token.Length - 2);

    // Z or ±hh:mm; without, the parser would take the server's own.
    private static bool HasOffset(ReadOnlySpan<byte> time) => time is [.., (byte)'Z']
        or [.., (byte)'+' or (byte)'-', _, _, (byte)':', _, _];

    private static bool TryId(ReadOnlySpan<byte> token, out Id id)
    {
        id = Id.None;
        if (token.IsEmpty)
        {
            return true;
        }

        if (IsText(token))
        {
            return Id.TryParse(token[1..^1], out id) && !id.IsNone;
        }

        var isWhole = TryWhole(token, out var number);
        id = number;
        return isWhole;
    }

    private static bool TryWhole(ReadOnlySpan<byte> token, out long number)
    {
        number = 0;
        return token.Length is > 0 and <= MaxDigits && (token[0] != '0' || token.Length == 1)
            && token.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(token, out number, out _);
    }

    private static bool TryPrice(ReadOnlySpan<byte> token, out decimal? price)
    {
        price = null;
        if (token.IsEmpty)
        {
            return true;
        }

        var point = token.IndexOf((byte)'.');
        var fraction = point < 0 ? "0"u8 : token[(point + 1)..];
        if (!TryWhole(point < 0 ? token : token[..point], out _)
            || fraction.IsEmpty || fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            || !Utf8Parser.TryParse(token, out decimal value, out var length) || length != token.Length)
        {
            return false;
        }

        price = value;
        return value <= Interaction.MaxPrice;
    }

    private static bool TryQuantity(ReadOnlySpan<byte> token, out int quantity)
    {
        quantity = 1;
        if (token.IsEmpty)
        {
            return true;
        }

        var isWhole = TryWhole(token, out var number) && number <= MaxQuantity;
        quantity = (int)number;
        return isWhole;
    }

    private static string? Text(ReadOnlySpan<byte> token, TextCache? texts) =>
        token.IsEmpty ? null : texts?.Get(token[1..^1]);

    private static bool IsText(ReadOnlySpan<byte> token) => token[0] == '"';

    // What a member cannot be is read in another way; so is what comes twice.
    private bool TrySet(FlatMember member, Range token)
    {
        if (member == FlatMember.Other || !Token(member).IsEmpty)
        {
            return false;
        }

        _values[(int)member] = token;
        var value = Token(member);
        return value.IsEmpty || (value.Length <= ShopMessageFormat.MaxText && member switch
        {
            FlatMember.Price or FlatMember.Quantity => !IsText(value),
            FlatMember.Session or FlatMember.CategoryPath or FlatMember.Brand => IsText(value),
            _ => true,
        });
    }

    [InlineArray(FlatMembers.Count)]
    private struct Ranges
    {
        private Range _first;
    }
}
