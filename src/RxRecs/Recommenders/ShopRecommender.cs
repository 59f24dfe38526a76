namespace RxRecs;

/// <summary>Recommends over <see cref="Interaction"/>: the short name of the ready-made recommender.</summary>
/// <param name="options">What it keeps and recommends; null for the defaults.</param>
/// <param name="sources">Candidate sources of one's own, for which the options have rules.</param>
/// <param name="filters">What every item must pass, beside what the options say.</param>
/// <exception cref="ArgumentException">As for the recommender over any event type.</exception>
public sealed class ShopRecommender(
    ShopRecommenderOptions? options = null,
    IEnumerable<ICandidateSource<Id, Id>>? sources = null,
    IEnumerable<ICandidateFilter<Id, Id>>? filters = null)
    : ShopRecommender<Interaction, Id, Id>(Selectors, options, sources, filters)
{
    /// <summary>Gives how an interaction is read: interactions without a user count for their visit, and without
    /// either for trend and catalog only.</summary>
    public static ShopSelectors<Interaction, Id, Id> Selectors { get; } = new()
    {
        EventTime = static value => value.EventTime,
        Kind = static value => value.Kind,
        User = static value => value.User,
        Item = static value => value.Item,
        HasUser = static value => !value.User.IsNone,
        Session = static value => value.Session,
        Quantity = static value => value.Quantity,
        Facts = static value => value.Facts,
    };
}
