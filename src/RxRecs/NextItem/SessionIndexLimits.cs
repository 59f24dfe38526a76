namespace RxRecs.Recommenders;

/// <summary>Limits what a session index keeps.</summary>
internal sealed record SessionIndexLimits
{
    /// <summary>Sessions; the oldest goes first.</summary>
    public int MaxSessions { get; init; } = 2_000_000;

    /// <summary>Places of sessions.</summary>
    public int MaxEvents { get; init; } = 10_000_000;

    /// <summary>Items.</summary>
    public int MaxItems { get; init; } = 1_000_000;

    /// <summary>Sessions of an item that a query looks at, beside the one that asks.</summary>
    public int PostingsPerItem { get; init; } = 500;

    /// <summary>Places of a session that others are recommended from.</summary>
    public int MaxLength { get; init; } = 200;

    /// <summary>Places at the end of a longer session, for its own queries.</summary>
    public int TailLength { get; init; } = 10;

    /// <summary>Tells whether an item that follows itself counts again.</summary>
    public bool KeepRepeats { get; init; } = true;
}
