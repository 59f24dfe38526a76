namespace RxRecs;

/// <summary>Holds the settings of <c>MergeByEventTime</c>.</summary>
public sealed record MergeOptions : EventTimeOptions
{
    /// <summary>
    /// Tells how many events one source may be ahead of the others. Events that wait cannot be left out without making
    /// the result wrong, so one more ends the merge with an <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPending { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
