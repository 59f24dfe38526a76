namespace RxRecs.Analytics;

/// <summary>Says how events are joined with changes, and how much is kept.</summary>
public sealed record EnrichAsOfOptions : EventTimeOptions
{
    /// <summary>
    /// Limits how many changes are kept, 1,000,000 unless given: the one that holds of each key, and those that an
    /// event within the allowed lateness may still need. Beyond it the key without a change for the longest time is
    /// forgotten, which is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxChanges { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
