namespace RxRecs.Csv;

/// <summary>Makes the columns of what the library itself writes; their names are kept between versions.</summary>
public static class KnownColumns
{
    /// <summary>
    /// Makes the columns of dead letters: <c>source</c>, <c>position</c>, <c>reason</c>, <c>raw_text</c>.
    /// </summary>
    /// <returns>New columns, which more can be added to.</returns>
    public static ResultColumns<DeadLetter> DeadLetters() => new ResultColumns<DeadLetter>()
        .Add("source", letter => letter.Source)
        .Add("position", letter => letter.Position)
        .Add("reason", letter => letter.Reason)
        .Add("raw_text", letter => letter.RawText);

    /// <summary>
    /// Makes the columns of REES46: <c>event_time</c>, <c>event_type</c>, <c>product_id</c>, <c>category_id</c>,
    /// <c>category_code</c>, <c>brand</c>, <c>price</c>, <c>user_id</c>, <c>user_session</c>: what is written reads
    /// back as it was, except a quantity.
    /// </summary>
    /// <returns>New columns, which more can be added to.</returns>
    public static ResultColumns<Interaction> Interactions() => new ResultColumns<Interaction>()
        .Add("event_time", row => row.EventTime)
        .Add("event_type", row => KindName(row.Kind))
        .Add("product_id", row => row.Item)
        .Add("category_id", row => row.Category)
        .Add("category_code", row => row.CategoryPath)
        .Add("brand", row => row.Brand)
        .Add("price", row => row.Price)
        .Add("user_id", row => row.User)
        .Add("user_session", row => row.Session);

    private static string KindName(InteractionKind kind) => kind switch
    {
        InteractionKind.View => "view",
        InteractionKind.Cart => "cart",
        InteractionKind.Remove => "remove_from_cart",
        _ => "purchase",
    };
}
