using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Gives each trigger of a <see cref="TriggersMachine{TEvent, TUser, TItem}"/> the list that a recommender makes for
/// it, from the events before the trigger's time. The machine behind <c>RecsObservable.TriggersWithLists</c>.
/// </summary>
/// <remarks>
/// The recommender learns in order of event time, and an event not before the watermark has passed it: at a trigger,
/// which is told once the watermark has reached its time, all that lies before it has come. So a list does not depend
/// on the order of arrival either.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <param name="triggers">The machine that tells of triggers; this one's own from then on.</param>
/// <param name="recommender">The recommender; the machine's own from then on, and disposed with it.</param>
/// <param name="selectors">The selectors that read an event.</param>
/// <param name="count">The greatest number of items in a list.</param>
internal sealed class TriggersWithListsMachine<TEvent, TUser, TItem>(
    TriggersMachine<TEvent, TUser, TItem> triggers,
    IRecommender<TEvent, TUser, TItem> recommender,
    ShopSelectors<TEvent, TUser, TItem> selectors,
    int count)
    : IEventTimeMachine<EventOrChange<TEvent, ItemChange<TItem>>, EventTimeResult<TEvent, Trigger<TUser, TItem>>>,
        IForgetsKeys, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    private readonly ReorderBuffer<TEvent> _events = new();
    private readonly Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> _told = new();
    private readonly List<Recommendation<TItem>> _list = [];

    /// <inheritdoc/>
    public SnapshotFormat Format => new("TriggersWithLists", 1);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => triggers.Watermark;

    /// <inheritdoc cref="TriggersMachine{TEvent, TUser, TItem}.LateEvents"/>
    public long LateEvents => triggers.LateEvents;

    /// <summary>Gives how many events, changes, carts, items and users of items are held at the moment.</summary>
    public int HeldCount => triggers.HeldCount + _events.Count;

    /// <inheritdoc/>
    public void OnEvent(
        EventOrChange<TEvent, ItemChange<TItem>> value, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var watermark = Watermark.UtcTicks;
        _told.Clear();
        triggers.OnEvent(value, _told);
        if (!value.IsChange && selectors.EventTime(value.Event!).UtcTicks is var ticks && ticks >= watermark)
        {
            _events.Add(ticks, value.Event!);
        }

        Tell(output, Watermark.UtcTicks);
        LearnBefore(Watermark.UtcTicks);
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        _told.Clear();
        triggers.OnWatermark(watermark, _told);
        Tell(output, Watermark.UtcTicks);
        LearnBefore(Watermark.UtcTicks);
        recommender.AdvanceTo(Watermark);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        _told.Clear();
        triggers.OnCompleted(_told);
        Tell(output, long.MaxValue);
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            triggers.Forget(user);
            _events.RemoveAll(each =>
                selectors.HasUser(each) && EqualityComparer<TUser>.Default.Equals(selectors.User(each), user));
            (recommender as IForgetsUsers<TUser>)?.ForgetUser(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(count);
        triggers.Snapshot(writer);
        _events.Snapshot(writer);
        recommender.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadSize() != count)
        {
            throw new SnapshotException("The snapshot was made with lists of another length.");
        }

        triggers.Restore(reader);
        _events.Restore(reader);
        recommender.Restore(reader);
    }

    /// <summary>Disposes the recommender, if it holds anything.</summary>
    public void Dispose() => (recommender as IDisposable)?.Dispose();

    // A change that has no room is told before its time: events before it may still come then.
    private void Tell(Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output, long watermark)
    {
        foreach (var told in _told.Results)
        {
            output.Emit(told.IsResult ? told.Result with { List = ListFor(told.Result, watermark) } : told);
        }
    }

    private RecommendationList<TUser, TItem> ListFor(Trigger<TUser, TItem> trigger, long watermark)
    {
        LearnBefore(Math.Min(trigger.EventTime.UtcTicks, watermark));
        recommender.Recommend(trigger.Request(count), _list);
        return new(trigger.User, _list.Count == 0 ? [] : _list.ToArray());
    }

    private void LearnBefore(long ticks)
    {
        while (_events.TryTake(ticks - 1, out _, out var value))
        {
            recommender.Learn(value);
        }
    }
}
