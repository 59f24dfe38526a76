using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Keeps the report of the newest period that has closed, to be asked at any moment: what <c>Insights</c> keeps, for a
/// machine of your own.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class InsightsState<TEvent, TUser, TItem> : ISaved, IForgetsKeys
    where TUser : notnull
    where TItem : notnull, IComparable<TItem>
{
    private readonly InsightsMachine<TEvent, TUser, TItem> _machine;
    private readonly Output<EventTimeResult<TEvent, InsightReport<TItem>>> _output = new();

    /// <summary>Makes a state without events.</summary>
    /// <param name="period">The length of a period.</param>
    /// <param name="selectors">The selectors that read an event; the session is not used.</param>
    /// <param name="options">The allowed lateness, what is compared, and how much is kept.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A selector is null, or <paramref name="period"/> is not whole days and there
    /// is a <see cref="InsightOptions.TimeZone"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is not positive, or longer than
    /// time.</exception>
    public InsightsState(TimeSpan period, ShopSelectors<TEvent, TUser, TItem> selectors, InsightOptions options)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        ArgumentNullException.ThrowIfNull(options);
        selectors.ThrowIfIncomplete();
        options.Buckets.PanesPerBucket(period);
        _machine = new(period, selectors, options);
    }

    /// <summary>
    /// Gets the report of the newest period that has closed; null before the first. What is known of items is as of
    /// now.
    /// </summary>
    public InsightReport<TItem>? Report => _machine.Report;

    /// <summary>Gets the time before which no event is expected any more.</summary>
    public DateTimeOffset Watermark => _machine.Watermark;

    /// <summary>Gets the number of events that came behind the watermark.</summary>
    public long LateEvents => _machine.LateEvents;

    /// <summary>Takes an event.</summary>
    /// <param name="value">The event.</param>
    public void Learn(TEvent value)
    {
        _machine.OnEvent(value, _output);
        foreach (var result in _output.Results)
        {
            if (result.IsLate)
            {
                SetAsideEvents.Add(nameof(RecsObservable.Insights), SetAsideEvents.Late);
            }
        }

        _output.Clear();
    }

    /// <summary>Closes the periods that end by a time.</summary>
    /// <param name="watermark">The time before which no event is expected any more.</param>
    public void AdvanceTo(DateTimeOffset watermark)
    {
        _machine.OnWatermark(watermark, _output);
        _output.Clear();
    }

    /// <summary>Closes what is open; no event follows.</summary>
    public void Complete()
    {
        _machine.OnCompleted(_output);
        _output.Clear();
    }

    /// <summary>Forgets a user: the cart, events that wait for the watermark, and that the user has done something in
    /// the open period. The counts of events stay.</summary>
    /// <param name="user">The user.</param>
    public void Forget(TUser user) => _machine.Forget(user);

    void IForgetsKeys.ForgetKey(object key) => ((IForgetsKeys)_machine).ForgetKey(key);

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer) => _machine.Snapshot(writer);

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are damaged, or of a state with other settings.</exception>
    public void Restore(SnapshotReader reader) => _machine.Restore(reader);
}
