namespace RxRecs.Machines;

/// <summary>
/// Carries what a recommender that answers requests takes: an event, a request, or the end of events.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal readonly record struct RecommendationInput<TEvent, TUser, TItem>
{
    private RecommendationInput(
        RecommendationInputKind kind, TEvent? value, RecommendationRequest<TUser, TItem> request)
    {
        Kind = kind;
        Event = value;
        Request = request;
    }

    /// <summary>Gives the end of the events; requests may follow.</summary>
    public static RecommendationInput<TEvent, TUser, TItem> EndOfEvents { get; } =
        new(RecommendationInputKind.EndOfEvents, default, default);

    /// <summary>Says what it is.</summary>
    public RecommendationInputKind Kind { get; }

    /// <summary>Gives the event, where it is one.</summary>
    public TEvent? Event { get; }

    /// <summary>Gives the request, where it is one.</summary>
    public RecommendationRequest<TUser, TItem> Request { get; }

    /// <summary>Makes an event to learn.</summary>
    /// <param name="value">The event.</param>
    /// <returns>The input.</returns>
    public static RecommendationInput<TEvent, TUser, TItem> Learn(TEvent value) =>
        new(RecommendationInputKind.Event, value, default);

    /// <summary>Makes a request to answer.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The input.</returns>
    public static RecommendationInput<TEvent, TUser, TItem> Ask(RecommendationRequest<TUser, TItem> request) =>
        new(RecommendationInputKind.Request, default, request);
}
