using System.Runtime.CompilerServices;

namespace RxRecs;

/// <content>
/// Fills an interaction in place, for readers of millions of them that have checked its fields. To store a reference
/// costs a call, so that those which are null, as most are, are left as the default value has them.
/// </content>
public readonly partial record struct Interaction
{
    /// <summary>Fills what every interaction has into the default value, and no price and one piece.</summary>
    internal static void Begin(ref Interaction empty, long eventTicks, InteractionKind kind, Id item)
    {
        Unsafe.AsRef(in empty._eventTicks) = eventTicks;
        Unsafe.AsRef(in empty._kind) = kind;
        Unsafe.AsRef(in empty._price) = NoPrice;
        Unsafe.AsRef(in empty._quantity) = 1;
        Fill(in empty._itemText, in empty._itemBits, item);
    }

    /// <summary>Fills the user.</summary>
    internal static void FillUser(ref Interaction value, Id user) =>
        Fill(in value._userText, in value._userBits, user);

    /// <summary>Fills the category.</summary>
    internal static void FillCategory(ref Interaction value, Id category) =>
        Fill(in value._categoryText, in value._categoryBits, category);

    /// <summary>Fills the session.</summary>
    internal static void FillSession(ref Interaction value, string? session) => Fill(in value._session, session);

    /// <summary>Fills the path of the category.</summary>
    internal static void FillCategoryPath(ref Interaction value, string? path) => Fill(in value._categoryPath, path);

    /// <summary>Fills the brand.</summary>
    internal static void FillBrand(ref Interaction value, string? brand) => Fill(in value._brand, brand);

    /// <summary>Fills the price in millionths, or <see cref="NoPrice"/>.</summary>
    internal static void FillPrice(ref Interaction value, long units) => Unsafe.AsRef(in value._price) = units;

    /// <summary>Fills the number of pieces.</summary>
    internal static void FillQuantity(ref Interaction value, int pieces) => Unsafe.AsRef(in value._quantity) = pieces;

    private static void Fill(in string? text, in long bits, in Id id)
    {
        (var value, Unsafe.AsRef(in bits)) = id;
        Fill(in text, value);
    }

    private static void Fill(in string? text, string? value)
    {
        if (value is not null)
        {
            Unsafe.AsRef(in text) = value;
        }
    }
}
