namespace RxRecs.Analytics;

/// <summary>Specifies what has happened that a shop may write to a user about.</summary>
public enum TriggerKind : byte
{
    /// <summary>The user's cart has been idle for the gap, with items in it.</summary>
    CartAbandoned,

    /// <summary>The user has come back to an abandoned cart, with a purchase or another change of it.</summary>
    CartRecovered,

    /// <summary>An item that the user viewed or carted, and has not bought since, costs less.</summary>
    PriceDropped,

    /// <summary>An item that the user viewed or carted, and has not bought since, can be bought again.</summary>
    BackInStock,
}
