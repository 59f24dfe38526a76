namespace RxRecs.Analytics;

/// <summary>Holds the figures of one period.</summary>
public readonly record struct InsightFigures
{
    /// <summary>Counts the views.</summary>
    public long Views { get; init; }

    /// <summary>Counts how often something was put into a cart.</summary>
    public long Carts { get; init; }

    /// <summary>Counts how often something was taken out of a cart.</summary>
    public long Removals { get; init; }

    /// <summary>Counts the purchases, one for each item however many pieces.</summary>
    public long Purchases { get; init; }

    /// <summary>Counts the events with a negative quantity, which are returns.</summary>
    public long Returns { get; init; }

    /// <summary>Counts the users who are known, each once.</summary>
    public long Users { get; init; }

    /// <summary>
    /// Gives what was bought for, pieces times price, less what was returned in the period: below 0 where that is more.
    /// </summary>
    public decimal Revenue { get; init; }

    /// <summary>Tells which carts were left.</summary>
    public InsightCarts CartsLeft { get; init; }

    /// <summary>Tells how many of the users who viewed put something into a cart.</summary>
    public InsightConversion ViewToCart { get; init; }

    /// <summary>Tells how many of the users who put something into a cart bought.</summary>
    public InsightConversion CartToPurchase { get; init; }

    /// <summary>Tells how many of the users who viewed bought.</summary>
    public InsightConversion ViewToPurchase { get; init; }

    /// <summary>Tells what is missing from these figures.</summary>
    public InsightGaps Gaps { get; init; }
}
