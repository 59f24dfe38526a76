namespace RxRecs.Shop.Broker;

/// <summary>Says when the speed layer makes lists, for whom and from what.</summary>
internal sealed record ListRules
{
    /// <summary>Gives the users who get lists; null for all.</summary>
    public IReadOnlySet<Id>? Users { get; init; }

    /// <summary>Gives the kinds of events after which a user gets one.</summary>
    public required IReadOnlySet<InteractionKind> After { get; init; }

    /// <summary>The age at which a list is made anew, its user having done nothing that calls for one; null for
    /// never.</summary>
    public TimeSpan? Refresh { get; init; }

    /// <summary>Tells what the recommender is told.</summary>
    public required ShopRecommenderOptions Recommender { get; init; }
}
