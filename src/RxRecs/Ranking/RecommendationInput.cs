namespace RxRecs.Machines;

/// <summary>What a recommender that answers questions takes: an event to learn or a question to answer.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
public readonly record struct RecommendationInput<TEvent, TUser>
{
    private RecommendationInput(TEvent? value, RecommendationRequest<TUser> request, bool isRequest)
    {
        Event = value;
        Request = request;
        IsRequest = isRequest;
    }

    /// <summary>Whether it is a question.</summary>
    public bool IsRequest { get; }

    /// <summary>The event, where <see cref="IsRequest"/> is false.</summary>
    public TEvent? Event { get; }

    /// <summary>The question, where <see cref="IsRequest"/> is true.</summary>
    public RecommendationRequest<TUser> Request { get; }

    /// <summary>An event to learn.</summary>
    /// <param name="value">The event.</param>
    /// <returns>The input.</returns>
    public static RecommendationInput<TEvent, TUser> Learn(TEvent value) => new(value, default, false);

    /// <summary>A question to answer.</summary>
    /// <param name="request">The question.</param>
    /// <returns>The input.</returns>
    public static RecommendationInput<TEvent, TUser> Ask(RecommendationRequest<TUser> request) =>
        new(default, request, true);
}
