namespace RxRecs.Shop.Options;

/// <summary>The names of kinds of events on the command line.</summary>
internal static class KindNames
{
    /// <summary>Every name as it is told, with both of removals: that of REES46 and the short one.</summary>
    public const string All = "view, cart, remove (or remove_from_cart), purchase";

    /// <summary>Finds the kind of a name, in letters of any case; null where there is none.</summary>
    public static InteractionKind? Find(string name) => name.ToLowerInvariant() switch
    {
        "view" => InteractionKind.View,
        "cart" => InteractionKind.Cart,
        "remove" or "remove_from_cart" => InteractionKind.Remove,
        "purchase" => InteractionKind.Purchase,
        _ => null,
    };
}
