namespace RxRecs.Live.Pipeline;

/// <summary>One recommended item.</summary>
internal readonly record struct ListItem(Id Item, double Score, string Reason)
{
    /// <summary>Gives the parts of the score, where they were asked for.</summary>
    public IReadOnlyList<ScorePart>? Why { get; init; }
}

/// <summary>Tells what one source adds to a score.</summary>
internal sealed record ScorePart(string Source, double Value, Id? MatchedItem, string? Detail);
