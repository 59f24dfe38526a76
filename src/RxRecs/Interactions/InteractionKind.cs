namespace RxRecs;

/// <summary>Specifies what a user did with an item.</summary>
public enum InteractionKind : byte
{
    /// <summary>The user looked at the item.</summary>
    View = 0,

    /// <summary>The user put the item into the cart.</summary>
    Cart = 1,

    /// <summary>The user took the item out of the cart.</summary>
    Remove = 2,

    /// <summary>The user bought the item.</summary>
    Purchase = 3,
}
