namespace RxRecs.Recommenders;

/// <summary>
/// Specifies how a user stood to an item before the event that is scored. To recommend what lies in the cart or was
/// seen is a reminder, and easy; to recommend a new item is a discovery.
/// </summary>
public enum TargetRelation
{
    /// <summary>The user had not touched the item: a discovery.</summary>
    New,

    /// <summary>The user had touched the item, and it was not in the cart: a reminder.</summary>
    Seen,

    /// <summary>The item lay in the user's open cart: a reminder.</summary>
    InCart,
}
