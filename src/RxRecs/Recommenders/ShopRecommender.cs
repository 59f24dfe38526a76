using RxRecs.Machines;

namespace RxRecs;

/// <summary>Recommends over <see cref="Interaction"/>: the short name of the ready-made recommender.</summary>
/// <param name="options">The options for what is kept and recommended; null for the defaults.</param>
/// <param name="sources">The candidate sources of your own, for which the options have rules.</param>
/// <param name="filters">The filters that every item must pass, beside those of the options.</param>
/// <exception cref="ArgumentException">As for the recommender over any event type.</exception>
public sealed class ShopRecommender(
    ShopRecommenderOptions? options = null,
    IEnumerable<ICandidateSource<Id, Id>>? sources = null,
    IEnumerable<ICandidateFilter<Id, Id>>? filters = null)
    : ShopRecommender<Interaction, Id, Id>(Selectors, options, sources, filters)
{
    /// <summary>
    /// Gets the selectors that read an interaction: interactions without a user count for their visit, and without
    /// either for trend and catalog only.
    /// </summary>
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
