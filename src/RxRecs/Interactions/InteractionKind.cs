namespace RxRecs;

/// <summary>Tells what a user did with an item.</summary>
public enum InteractionKind : byte
{
    /// <summary>Looked at it.</summary>
    View = 0,

    /// <summary>Put it into the cart.</summary>
    Cart = 1,

    /// <summary>Took it out of the cart.</summary>
    Remove = 2,

    /// <summary>Bought it.</summary>
    Purchase = 3,
}
