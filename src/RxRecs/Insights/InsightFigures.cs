namespace RxRecs.Analytics;

/// <summary>Holds the figures of one period.</summary>
public readonly record struct InsightFigures
{
    /// <summary>Gets the number of views.</summary>
    public long Views { get; init; }

    /// <summary>Gets the number of times that something was put into a cart.</summary>
    public long Carts { get; init; }

    /// <summary>Gets the number of times that something was taken out of a cart.</summary>
    public long Removals { get; init; }

    /// <summary>Gets the number of purchases, one for each item however many pieces.</summary>
    public long Purchases { get; init; }

    /// <summary>Gets the number of events with a negative quantity, which are returns.</summary>
    public long Returns { get; init; }

    /// <summary>Gets the number of users who are known, each counted once.</summary>
    public long Users { get; init; }

    /// <summary>
    /// Gets the revenue, pieces times price, less what was returned in the period. It is below 0 where more was
    /// returned than bought.
    /// </summary>
    public decimal Revenue { get; init; }

    /// <summary>Gets the carts that were left.</summary>
    public InsightCarts CartsLeft { get; init; }

    /// <summary>Gets the conversion from viewing to putting something into a cart.</summary>
    public InsightConversion ViewToCart { get; init; }

    /// <summary>Gets the conversion from putting something into a cart to buying.</summary>
    public InsightConversion CartToPurchase { get; init; }

    /// <summary>Gets the conversion from viewing to buying.</summary>
    public InsightConversion ViewToPurchase { get; init; }

    /// <summary>Gets what is missing from these figures.</summary>
    public InsightGaps Gaps { get; init; }
}
