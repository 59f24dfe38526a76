using RxRecs.Machines;

namespace RxRecs;

/// <summary>Holds what <c>Sanitize</c> has done so far. Always <c>Seen = Passed + Rejected + Held</c>.</summary>
public readonly record struct QualityCounters
{
    /// <summary>Gets the number of events taken.</summary>
    public long Seen { get; init; }

    /// <summary>Gets the number of events passed on.</summary>
    public long Passed { get; init; }

    /// <summary>Gets the number of events set aside as <see cref="RejectionReason.InvalidNumber"/>.</summary>
    public long InvalidNumbers { get; init; }

    /// <summary>Gets the number of events set aside as <see cref="RejectionReason.NumberTooSmall"/>.</summary>
    public long SmallNumbers { get; init; }

    /// <summary>Gets the number of events set aside as <see cref="RejectionReason.NumberTooLarge"/>.</summary>
    public long LargeNumbers { get; init; }

    /// <summary>Gets the number of events set aside as <see cref="RejectionReason.TooEarly"/>.</summary>
    public long TooEarly { get; init; }

    /// <summary>Gets the number of events set aside as <see cref="RejectionReason.TooFarAhead"/>.</summary>
    public long TooFarAhead { get; init; }

    /// <summary>Gets the number of events set aside as <see cref="RejectionReason.Duplicate"/>.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// Gets the number of events passed without a look for duplicates, because they are older than the horizon.
    /// </summary>
    public long BeyondHorizon { get; init; }

    /// <summary>
    /// Gets the number of events forgotten before the horizon had passed, because
    /// <see cref="SanitizeOptions.MaxRemembered"/> was reached.
    /// </summary>
    public long Forgotten { get; init; }

    /// <summary>Gets the number of events set aside, for whatever reason.</summary>
    public long Rejected => InvalidNumbers + SmallNumbers + LargeNumbers + TooEarly + TooFarAhead + Duplicates;

    /// <summary>
    /// Gets the number of events that are neither passed on nor set aside yet: they wait for others to confirm their
    /// time.
    /// </summary>
    public long Held => Seen - Passed - Rejected;

    internal QualityCounters With(RejectionReason reason) => reason switch
    {
        RejectionReason.InvalidNumber => this with { InvalidNumbers = InvalidNumbers + 1 },
        RejectionReason.NumberTooSmall => this with { SmallNumbers = SmallNumbers + 1 },
        RejectionReason.NumberTooLarge => this with { LargeNumbers = LargeNumbers + 1 },
        RejectionReason.TooEarly => this with { TooEarly = TooEarly + 1 },
        RejectionReason.TooFarAhead => this with { TooFarAhead = TooFarAhead + 1 },
        _ => this with { Duplicates = Duplicates + 1 },
    };

    internal void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(Seen);
        writer.WriteInt64(Passed);
        writer.WriteInt64(InvalidNumbers);
        writer.WriteInt64(SmallNumbers);
        writer.WriteInt64(LargeNumbers);
        writer.WriteInt64(TooEarly);
        writer.WriteInt64(TooFarAhead);
        writer.WriteInt64(Duplicates);
        writer.WriteInt64(BeyondHorizon);
    }

    internal static QualityCounters Restore(SnapshotReader reader) => new()
    {
        Seen = reader.ReadInt64(),
        Passed = reader.ReadInt64(),
        InvalidNumbers = reader.ReadInt64(),
        SmallNumbers = reader.ReadInt64(),
        LargeNumbers = reader.ReadInt64(),
        TooEarly = reader.ReadInt64(),
        TooFarAhead = reader.ReadInt64(),
        Duplicates = reader.ReadInt64(),
        BeyondHorizon = reader.ReadInt64(),
    };
}
