namespace RxRecs;

/// <summary>Specifies what has happened to a cart.</summary>
public enum CartChangeKind : byte
{
    /// <summary>An item has come into the cart.</summary>
    Added,

    /// <summary>An item that had been taken out or bought has come into the cart again.</summary>
    Reopened,

    /// <summary>An open item has another quantity, or was added again.</summary>
    QuantityChanged,

    /// <summary>An open item has been taken out.</summary>
    Removed,

    /// <summary>An open item has been bought.</summary>
    Purchased,

    /// <summary>An event asked to take out or change an item that is not in the cart. Nothing has changed.</summary>
    UnknownRemoved,

    /// <summary>An item that is not in the cart was bought. It counts as closed from now on.</summary>
    UnknownPurchased,

    /// <summary>
    /// Stands for a quantity that cannot be: below 1 to add or take out, below 0 to set or to purchase (a return).
    /// Nothing has changed.
    /// </summary>
    InvalidQuantity,

    /// <summary>The oldest open item has been dropped, because the cart holds no more items.</summary>
    Dropped,

    /// <summary>A cart with open items has been idle for the gap. No item belongs to this.</summary>
    Abandoned,

    /// <summary>
    /// A purchase, or another change, has come to an abandoned cart: it is live again. The item is the one that the
    /// change is about; the change itself follows.
    /// </summary>
    AbandonCancelled,

    /// <summary>
    /// The key has left, with its open items: too many keys, or idle for too long. No item belongs to
    /// this.
    /// </summary>
    Forgotten,
}
