namespace RxRecs.Machines;

/// <summary>Says what a recommender that answers requests takes.</summary>
internal enum RecommendationInputKind : byte
{
    /// <summary>An event to learn.</summary>
    Event,

    /// <summary>A request to answer.</summary>
    Request,

    /// <summary>The end of the events.</summary>
    EndOfEvents,
}
