namespace RxRecs.Analytics;

/// <summary>Represents what is missing from the figures of a period.</summary>
public readonly record struct InsightGaps
{
    /// <summary>
    /// Gets the number of events that came behind the watermark, for whichever period, since the report before: they
    /// are in no figure.
    /// </summary>
    public long Late { get; init; }

    /// <summary>Gets the number of events without a user: they are in no cart and no conversion.</summary>
    public long WithoutUser { get; init; }

    /// <summary>Gets the number of events of an item whose category is not known.</summary>
    public long WithoutCategory { get; init; }

    /// <summary>Gets the number of events of an item whose brand is not known.</summary>
    public long WithoutBrand { get; init; }

    /// <summary>Gets the number of purchases without a known price: they are not in the revenue.</summary>
    public long PurchasesWithoutPrice { get; init; }

    /// <summary>
    /// Gets the number of events of users beyond <see cref="InsightOptions.MaxUsers"/>: they are in no conversion.
    /// </summary>
    public long BeyondMaxUsers { get; init; }

    /// <summary>
    /// Gets the number of carts with items that had to be forgotten, beyond <see cref="InsightOptions.MaxUsers"/>.
    /// </summary>
    public long ForgottenCarts { get; init; }

    /// <summary>
    /// Gets the number of items that had to be forgotten with their brand, category and price, beyond
    /// <see cref="InsightOptions.MaxItems"/>.
    /// </summary>
    public long ForgottenItems { get; init; }

    /// <summary>Returns what is missing, in words.</summary>
    /// <returns>Each thing that is, with its count.</returns>
    public IReadOnlyList<KeyValuePair<string, long>> Describe()
    {
        KeyValuePair<string, long>[] all =
        [
            new("late events, in no figure", Late),
            new("events without a user, in no cart and no conversion", WithoutUser),
            new("events of items without a known category", WithoutCategory),
            new("events of items without a known brand", WithoutBrand),
            new("purchases without a known price, not in the revenue", PurchasesWithoutPrice),
            new("events of more users than are kept, in no conversion", BeyondMaxUsers),
            new("carts forgotten, more than are kept", ForgottenCarts),
            new("items forgotten, more than are kept", ForgottenItems),
        ];
        return [.. all.Where(static each => each.Value > 0)];
    }
}
