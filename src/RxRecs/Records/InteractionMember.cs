using System.Text.Json;

namespace RxRecs;

/// <summary>The members of an interaction's JSON object.</summary>
internal enum InteractionMember
{
    Other = 0,
    Time,
    Kind,
    Item,
    Category,
    CategoryPath,
    Brand,
    Price,
    User,
    Session,
    Quantity,
}

/// <summary>Tells members apart by their names.</summary>
internal static class InteractionMembers
{
    private static readonly string[] Names =
    [
        "", "event_time", "event_type", "product_id", "category_id", "category_code", "brand", "price", "user_id",
        "user_session", "quantity",
    ];

    /// <summary>Tells how many members there are, with <see cref="InteractionMember.Other"/>.</summary>
    public static int Count => Names.Length;

    /// <summary>A member's name, as in reasons.</summary>
    public static string Name(InteractionMember member) => Names[(int)member];

    /// <summary>Tells which member the reader's name is.</summary>
    public static InteractionMember Find(ref Utf8JsonReader reader)
    {
        return reader.ValueIsEscaped ? FindEscaped(ref reader) : Find(reader.ValueSpan);
    }

    /// <summary>Tells which member a name without escapes is.</summary>
    public static InteractionMember Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 => name.SequenceEqual("brand"u8) ? InteractionMember.Brand
            : name.SequenceEqual("price"u8) ? InteractionMember.Price
            : InteractionMember.Other,
        7 => name.SequenceEqual("user_id"u8) ? InteractionMember.User : InteractionMember.Other,
        8 => name.SequenceEqual("quantity"u8) ? InteractionMember.Quantity : InteractionMember.Other,
        10 => name.SequenceEqual("event_time"u8) ? InteractionMember.Time
            : name.SequenceEqual("event_type"u8) ? InteractionMember.Kind
            : name.SequenceEqual("product_id"u8) ? InteractionMember.Item
            : InteractionMember.Other,
        11 => name.SequenceEqual("category_id"u8) ? InteractionMember.Category : InteractionMember.Other,
        12 => name.SequenceEqual("user_session"u8) ? InteractionMember.Session : InteractionMember.Other,
        13 => name.SequenceEqual("category_code"u8) ? InteractionMember.CategoryPath : InteractionMember.Other,
        _ => InteractionMember.Other,
    };

    private static InteractionMember FindEscaped(ref Utf8JsonReader reader)
    {
        for (var member = InteractionMember.Time; member <= InteractionMember.Quantity; member++)
        {
            if (reader.ValueTextEquals(Name(member)))
            {
                return member;
            }
        }

        return InteractionMember.Other;
    }
}
