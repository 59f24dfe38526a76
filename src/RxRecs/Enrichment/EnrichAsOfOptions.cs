namespace RxRecs.Analytics;

/// <summary>Provides the options by which events are joined with changes, and the bounds of what is kept.</summary>
public sealed record EnrichAsOfOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the maximum number of changes to keep: the one that holds of each key, and those that an event within the
    /// allowed lateness may still need. The default is 1,000,000. Beyond it the key without a change for the longest
    /// time is forgotten, which is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxChanges { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
