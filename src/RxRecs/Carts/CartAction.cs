namespace RxRecs;

/// <summary>Specifies what an event does to a cart.</summary>
public enum CartAction : byte
{
    /// <summary>Does nothing, as a view: it only lets event time move on.</summary>
    None = 0,

    /// <summary>Puts pieces of an item into the cart.</summary>
    Add = 1,

    /// <summary>Sets how many pieces of an item lie in the cart; 0 takes it out.</summary>
    SetQuantity = 2,

    /// <summary>Takes pieces of an item out; the last piece takes the item out.</summary>
    Reduce = 3,

    /// <summary>Takes an item out, however many pieces there are.</summary>
    Remove = 4,

    /// <summary>Buys an item, however many pieces there are.</summary>
    Purchase = 5,
}
