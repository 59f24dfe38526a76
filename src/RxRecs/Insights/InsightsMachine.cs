using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Makes a report of each period of event time. The machine behind <c>RecsObservable.Insights</c>: it puts events in
/// order for <see cref="InsightPeriods{TUser, TItem}"/>.
/// </summary>
/// <param name="period">The length of a period.</param>
/// <param name="selectors">The selectors that read an event; the session is not used.</param>
/// <param name="options">The allowed lateness, what is compared, and how much is kept.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class InsightsMachine<TEvent, TUser, TItem>(
    TimeSpan period, ShopSelectors<TEvent, TUser, TItem> selectors, InsightOptions options)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, InsightReport<TItem>>>, IForgetsKeys
    where TUser : notnull
    where TItem : notnull, IComparable<TItem>
{
    private readonly ReorderBuffer<InsightEvent<TUser, TItem>> _held = new(InsightEvent<TUser, TItem>.Codec);
    private readonly InsightPeriods<TUser, TItem> _periods = new(period, options);
    private BoundedDisorder _time = new(options.AllowedLateness);
    private long _greatest;

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Insights", 1);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Gives the newest report; null before the first.</summary>
    public InsightReport<TItem>? Report => _periods.Report;

    /// <summary>Gives how many events, users, carts and items are held at the moment.</summary>
    public int HeldCount => _held.Count + _periods.HeldCount;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, InsightReport<TItem>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var ticks = selectors.EventTime(value).UtcTicks;
        if (ticks < _time.Watermark)
        {
            _periods.CountLate();
            output.Emit(_time.Late(value, ticks));
            return;
        }

        _held.Add(ticks, Read(value));
        _greatest = Math.Max(_greatest, ticks);
        _time.See(ticks);
        Release(_time.Watermark);
        Emit(output);
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, InsightReport<TItem>>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(_time.Watermark);
            Emit(output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, InsightReport<TItem>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReleaseHeld(long.MaxValue);
        _periods.Complete(Math.Max(_greatest, _time.Watermark));
        Emit(output);
        output.Emit(_time.Counts);
    }

    /// <summary>Forgets a user: held events, the cart, and what the user has done in the open period.</summary>
    public void Forget(TUser user)
    {
        _held.RemoveAll(each => each.HasUser && EqualityComparer<TUser>.Default.Equals(each.User, user));
        _periods.Forget(user);
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            Forget(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        writer.WriteInt64(_greatest);
        _held.Snapshot(writer);
        _periods.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _greatest = reader.ReadInt64();
        if (_greatest < 0 || _greatest > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException($"A newest event at {_greatest} ticks: the snapshot is damaged.");
        }

        _held.Restore(reader);
        _periods.Restore(reader);
    }

    private InsightEvent<TUser, TItem> Read(TEvent value)
    {
        var hasUser = selectors.HasUser(value);
        var read = new InsightEvent<TUser, TItem>(
            hasUser ? selectors.KnownUser(value) : default!,
            hasUser,
            selectors.KnownItem(value),
            selectors.Kind(value),
            selectors.Quantity(value),
            selectors.Facts(value));
        return read.Kind > InteractionKind.Purchase
            ? throw new InvalidOperationException($"The selector Kind returned {(byte)read.Kind}, which is no kind.")
            : read;
    }

    private void Release(long watermark)
    {
        ReleaseHeld(watermark);
        _periods.AdvanceTo(watermark);
    }

    private void ReleaseHeld(long watermark)
    {
        while (_held.TryTake(watermark, out var ticks, out var value))
        {
            _periods.Apply(value, ticks);
        }
    }

    private void Emit(Output<EventTimeResult<TEvent, InsightReport<TItem>>> output)
    {
        foreach (var report in _periods.Closed)
        {
            output.Emit(report);
        }

        _periods.Closed.Clear();
    }
}
