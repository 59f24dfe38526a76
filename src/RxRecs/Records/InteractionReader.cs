using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace RxRecs;

/// <summary>
/// Reads interactions from JSON, token by token and without an object in between. Its strings are shared through pools,
/// so it belongs to one thread at a time. Only broken syntax costs an exception, for that is how the reader reports it.
/// </summary>
/// <param name="maxSize">The longest record in bytes.</param>
/// <param name="sessionPrefix">The text that is put before the name of every session.</param>
internal sealed partial class InteractionReader(int maxSize, string sessionPrefix = "")
{
    /// <summary>Gives the longest record in bytes, unless told.</summary>
    public const int DefaultMaxSize = 256 * 1024;

    private const int LeastEpochDigits = 10;
    private const int MaxDepth = 16;
    private const int MaxNameSize = 4 * 1024;
    private const int StackSize = 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    [ThreadStatic]
    private static InteractionReader? _ofThread;

    /// <summary>One of the current thread.</summary>
    public static InteractionReader OfThread => _ofThread ??= new InteractionReader(DefaultMaxSize);

    /// <summary>Gives the rules, and what the optional fields did not tell.</summary>
    public FieldReader Fields { get; } = new(ShopColumns.Rees46Events, sessionPrefix);

    /// <summary>Reads one interaction.</summary>
    /// <returns>Null on success; otherwise the reason why it is no interaction.</returns>
    public string? Parse(ReadOnlySpan<byte> json, out Interaction value)
    {
        value = default;
        if (json.Length > maxSize)
        {
            return $"the value has {json.Length} bytes, more than {maxSize}";
        }

        if (!IsThorough)
        {
            var flat = new InteractionFields();
            var counts = Fields.Counter.Counts;
            if (TryReadFlat(json, ref flat))
            {
                return flat.Make(out value);
            }

            Fields.Counter.Counts = counts;
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
            return $"the value is not JSON: {FieldProblem.OfJson(e)}";
        }
        catch (InvalidOperationException)
        {
            return "a member's name has half of a surrogate pair";
        }
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
            if (reader.ValueSpan.Length > MaxNameSize)
            {
                return $"a member's name has more than {MaxNameSize} bytes";
            }

            var member = InteractionMembers.Find(ref reader);
            _ = reader.Read();
            var problem = ReadMember(member, ref reader, ref fields);
            if (problem is not null || problems is not null)
            {
                problems ??= new string?[InteractionMembers.Count];
                problems[(int)member] = problem;
            }
        }

        // Nothing but white space may follow; the reader throws otherwise.
        _ = reader.Read();
        return problems is null ? null : Array.Find(problems, static each => each is not null);
    }

    private string? ReadMember(InteractionMember member, ref Utf8JsonReader reader, ref InteractionFields fields)
    {
        if (member == InteractionMember.Other)
        {
            reader.Skip();
            return null;
        }

        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
        {
            return reader.ValueIsEscaped
                ? AssignEscaped(member, ref reader, ref fields)
                : Assign(member, reader.ValueSpan, reader.TokenType == JsonTokenType.Number, ref fields);
        }

        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        if (!isNull)
        {
            return Refuse(member, "is not a number or a text", ref fields);
        }

        fields.Forget(member);
        return null;
    }

    /// <summary>A member that cannot be read makes no interaction if it is needed; another is unknown.</summary>
    private string? Refuse(InteractionMember member, string problem, ref InteractionFields fields)
    {
        if (member is InteractionMember.Time or InteractionMember.Kind or InteractionMember.Item)
        {
            return $"{InteractionMembers.Name(member)} {problem}";
        }

        Fields.Counter.AddUnreadable(InteractionMembers.Name(member), default, problem);
        fields.Forget(member);
        return null;
    }

    private string? AssignEscaped(InteractionMember member, ref Utf8JsonReader reader, ref InteractionFields fields)
    {
        byte[]? rented = null;
        var size = reader.ValueSpan.Length;
        var buffer = size <= StackSize ? stackalloc byte[StackSize] : rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return Assign(member, buffer[..reader.CopyString(buffer)], isNumber: false, ref fields);
        }
        catch (InvalidOperationException)
        {
            return Refuse(member, "has half of a surrogate pair", ref fields);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Reads a field from its text, which is no longer escaped.</summary>
    private string? Assign(
        InteractionMember member, ReadOnlySpan<byte> text, bool isNumber, ref InteractionFields fields)
    {
        switch (member)
        {
            case InteractionMember.Time:
                return AssignTime(text, isNumber, ref fields);
            case InteractionMember.Kind:
                var noKind = Fields.Kind(text, out var kind);
                fields.Kind = noKind is null ? kind : null;
                return noKind;
            case InteractionMember.Item:
                return Fields.Item(text, out fields.Item);
            case InteractionMember.Category:
                fields.Category = Fields.Category(text);
                return null;
            case InteractionMember.User:
                fields.User = Fields.User(text);
                return null;
            case InteractionMember.CategoryPath:
                fields.CategoryPath = Fields.CategoryPath(text);
                return null;
            case InteractionMember.Brand:
                fields.Brand = Fields.Brand(text);
                return null;
            case InteractionMember.Session:
                fields.Session = Fields.Session(text);
                return null;
            case InteractionMember.Price:
                fields.Price = Fields.Price(text);
                return null;
            default:
                fields.Quantity = Fields.Quantity(text);
                return null;
        }
    }

    private string? AssignTime(ReadOnlySpan<byte> text, bool isNumber, ref InteractionFields fields)
    {
        // A text of fewer digits may be a day.
        var isEpoch = isNumber || (Fields.Times.TakesEpochs && text.Length >= LeastEpochDigits
            && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);
        var problem = Fields.Times.Read(text, isEpoch ? EpochUnit.Milliseconds : null, out var ticks);
        if (problem is null && isEpoch)
        {
            problem = Fields.Times.DoubtSeconds(ticks);
        }

        fields.Ticks = problem is null ? ticks : InteractionFields.NoTime;
        return problem;
    }
}
