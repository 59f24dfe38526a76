namespace RxRecs;

/// <summary>Holds the settings of <c>MergeByEventTime</c>.</summary>
public sealed record MergeOptions : EventTimeOptions
{
    private readonly int _maxPending = 1_000_000;

    /// <summary>
    /// Tells how many events one source may be ahead of the others. Events that wait cannot be left out without making
    /// the result wrong, so one more ends the merge with an <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPending
    {
        get => _maxPending;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxPending));
            _maxPending = value;
        }
    }
}
