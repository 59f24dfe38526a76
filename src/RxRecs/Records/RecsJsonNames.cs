namespace RxRecs;

/// <summary>Names the values of enums in JSON, in their order.</summary>
internal static class RecsJsonNames
{
    public static readonly string[] CartKinds =
    [
        "added", "reopened", "quantity_changed", "removed", "purchased", "unknown_removed", "unknown_purchased",
        "invalid_quantity", "dropped", "abandoned", "abandon_cancelled", "forgotten",
    ];

    public static readonly string[] TriggerKinds =
        ["cart_abandoned", "cart_recovered", "price_dropped", "back_in_stock"];

    /// <summary>The type of a change of an item among events.</summary>
    public const string ItemChange = "item";

    public static readonly string[] Statuses = ["ready", "not_enough_data", "partial"];

    public static readonly string[] Bases = ["last_transition", "first_to_last", "second_half_over_first"];

    public static readonly string[] Purposes =
        [.. Enum.GetNames<RecommendationPurpose>().Select(static name => name.ToLowerInvariant())];
}
