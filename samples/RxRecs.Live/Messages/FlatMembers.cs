namespace RxRecs.Live.Messages;

/// <summary>Holds the names that the members of a <see cref="FlatInteraction"/> have in JSON.</summary>
internal static class FlatMembers
{
    /// <summary>Counts the members.</summary>
    public const int Count = (int)FlatMember.Other;

    private static readonly byte[][] Names =
    [
        [.. "event_type"u8], [.. "event_time"u8], [.. "user_id"u8], [.. "product_id"u8], [.. "user_session"u8],
        [.. "category_id"u8], [.. "category_code"u8], [.. "brand"u8], [.. "price"u8], [.. "quantity"u8],
    ];

    /// <summary>Gives the name of a member.</summary>
    public static ReadOnlySpan<byte> Name(FlatMember member) => Names[(int)member];

    /// <summary>Finds the member of a name.</summary>
    public static FlatMember Find(ReadOnlySpan<byte> name)
    {
        var member = 0;
        while (member < Count && !name.SequenceEqual(Names[member]))
        {
            member++;
        }

        return (FlatMember)member;
    }
}
