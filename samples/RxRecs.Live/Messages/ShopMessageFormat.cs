using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RxRecs.Recommenders;

namespace RxRecs.Live.Messages;

/// <summary>Reads and writes messages, and checks them: whatever passes can be learned.</summary>
internal static class ShopMessageFormat
{
    /// <summary>Bounds a text, in bytes of UTF-8.</summary>
    public const int MaxText = 4 * 1024;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Gives the rules of all JSON that comes in: strict names and numbers, flat.</summary>
    public static MessageJson Json { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        MaxDepth = 16,
    });

    public static void Write(ShopMessage message, IBufferWriter<byte> output)
    {
        var writer = _writer ??= new(output);
        writer.Reset(output);
        JsonSerializer.Serialize(writer, message, Json.ShopMessage);
        writer.Flush();
    }

    /// <summary>Reads a message of the log.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Read(ReadOnlySpan<byte> json, out ShopMessage message)
    {
        message = null!;
        try
        {
            message = JsonSerializer.Deserialize(json, Json.ShopMessage)!;
            return message is null ? "the value is null" : Check(message);
        }
        catch (JsonException error)
        {
            return $"the value is not a message, at {error.Path ?? "its beginning"}";
        }
    }

    /// <summary>Tells what is wrong with a message, in words; null where all is well.</summary>
    public static string? Check(ShopMessage message) => message switch
    {
        { EventType: null } => "event_type is missing",
        { EventTime: null } => "event_time is missing",
        { EventType: ShopMessage.Forget, UserId: null } => "user_id is missing",
        { EventType: ShopMessage.Merge, UserId: null } or { EventType: ShopMessage.Merge, GuestId: null } =>
            "a merge names user_id and guest_id",
        { EventType: ShopMessage.Forget or ShopMessage.Merge } => CheckTexts(message),
        { ProductId: null } => "product_id is missing",
        { EventType: not ShopMessage.Item } when KindOf(message.EventType) is null =>
            "event_type is none of view, cart, remove_from_cart, purchase",
        { Price: < 0 or > Interaction.MaxPrice } => "price is negative or too great",
        { Quantity: < -1_000_000 or > 1_000_000 } => "quantity is beyond a million",
        _ => CheckTexts(message),
    };

    /// <summary>Says where a body is not what it should be, and what is expected there.</summary>
    public static string Explain(JsonException error) => error switch
    {
        // What the reader itself has thrown: the text is no JSON, whatever was expected.
        { InnerException: JsonException } =>
            $"The body is not JSON: see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.",
        { Path: null or "$" } => "The body is neither an object nor a list of objects.",
        { Path: var path } => $"{path} cannot be read. Expected: {Expected(path[(path.LastIndexOf('.') + 1)..])}.",
    };

    /// <summary>Tells whether a message is meant as something else than an interaction.</summary>
    public static bool IsChange(ShopMessage? message) =>
        message?.EventType is ShopMessage.Item or ShopMessage.Forget or ShopMessage.Merge;

    /// <summary>Tells whether a message of an item says anything of it.</summary>
    public static bool StatesAnything(ShopMessage message) => message is not
    {
        Visible: null, InStock: null, Price: null, Brand: null, CategoryId: null, CategoryCode: null,
    };

    public static ShopEvent ToEvent(ShopMessage message) => message.EventType == ShopMessage.Item
        ? new(default, new ItemChange<Id>(message.ProductId!.Value, message.EventTime!.Value)
        {
            Brand = message.Brand,
            Category = message.CategoryId ?? Id.None,
            CategoryPath = message.CategoryCode,
            Price = message.Price,
            IsVisible = message.Visible,
            IsInStock = message.InStock,
        })
        : new(new Interaction(
            message.EventTime!.Value,
            KindOf(message.EventType)!.Value,
            message.UserId ?? Id.None,
            message.ProductId!.Value)
        {
            Session = message.UserSession,
            Category = message.CategoryId ?? Id.None,
            CategoryPath = message.CategoryCode,
            Brand = message.Brand,
            Price = message.Price,
            Quantity = message.Quantity ?? 1,
        });

    public static ShopMessage Of(in Interaction value) => new()
    {
        EventType = value.Kind switch
        {
            InteractionKind.View => "view",
            InteractionKind.Cart => "cart",
            InteractionKind.Remove => "remove_from_cart",
            _ => "purchase",
        },
        EventTime = value.EventTime,
        UserId = value.User.IsNone ? (Id?)null : value.User,
        ProductId = value.Item,
        UserSession = value.Session,
        CategoryId = value.Category.IsNone ? (Id?)null : value.Category,
        CategoryCode = value.CategoryPath,
        Brand = value.Brand,
        Price = value.Price,
        Quantity = value.Quantity == 1 ? null : value.Quantity,
    };

    /// <summary>Tells whether an id may be taken from outside: one without control characters.</summary>
    public static bool IsClean(Id id) => !id.IsNone && (id.IsNumber || IsClean(id.ToString()));

    public static bool IsClean(string? text)
    {
        foreach (var character in text.AsSpan())
        {
            if (char.IsControl(character))
            {
                return false;
            }
        }

        return true;
    }

    // A character has up to three bytes: most texts need not be counted.
    private static bool IsTooLong(string? text) =>
        text?.Length > MaxText / 3 && Encoding.UTF8.GetByteCount(text) > MaxText;

    private static bool IsCleanOrNone(Id? id) => id is not { } given || IsClean(given);

    private static InteractionKind? KindOf(string? type) => type switch
    {
        "view" => InteractionKind.View,
        "cart" => InteractionKind.Cart,
        "remove_from_cart" => InteractionKind.Remove,
        "purchase" => InteractionKind.Purchase,
        _ => null,
    };

    private static string Expected(string member) => member switch
    {
        "product_id" or "user_id" or "category_id" or "guest_id" => "a number, or a text of 1 to 256 bytes",
        "event_time" => "a time such as 2026-03-01T12:00:00Z",
        "price" => "a number",
        "quantity" => "a whole number",
        "in_stock" or "visible" => "true or false",
        "event_type" or "user_session" or "category_code" or "brand" or "key" => "a text",
        _ => "an object",
    };

    private static string? CheckTexts(ShopMessage message)
    {
        // Of every event, twice: without lists and enumerators.
        var (session, category, brand) = (message.UserSession, message.CategoryCode, message.Brand);
        return !IsCleanOrNone(message.UserId) || !IsCleanOrNone(message.ProductId)
            || !IsCleanOrNone(message.CategoryId) || !IsCleanOrNone(message.GuestId)
                ? "an id is empty or has a control character"
            : IsTooLong(session) || IsTooLong(category) || IsTooLong(brand) ? $"a text has more than {MaxText} bytes"
            : !IsClean(session) || !IsClean(category) || !IsClean(brand) ? "a text has a control character"
            : message.Key is { } key && !RequestPart.TryParse(key, out _) ? "the key is none of a request"
            : null;
    }
}

/// <summary>The generated code for messages.</summary>
[JsonSerializable(typeof(ShopMessage))]
[JsonSerializable(typeof(List<ShopMessage>))]
internal sealed partial class MessageJson : JsonSerializerContext;
