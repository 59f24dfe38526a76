namespace RxRecs;

/// <summary>Holds the settings of <c>MergeByEventTime</c>.</summary>
public sealed record MergeOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the maximum number of events that one source may be ahead of the others. The default is 1,000,000. Events
    /// that wait cannot be left out without making the result wrong, so one more ends the merge with an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPending { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
