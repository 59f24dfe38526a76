using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <content>Learning of many events at once.</content>
public sealed partial class NextItemState<TUser, TItem>
{
    private const int Ahead = 32;
    private readonly int[] _ahead = new int[Ahead];

    /// <summary>
    /// Learns events in their order, with the same result as one at a time, in less time: what is known of the visits
    /// and items of some of them is asked of the memory at once.
    /// </summary>
    /// <param name="events">The events, in the order in which they came.</param>
    /// <exception cref="ArgumentNullException">
    /// An item is null; the events before have been learned, this one and those behind have not.
    /// </exception>
    /// <exception cref="ArgumentException">An item is <see cref="Id.None"/>; the same holds.</exception>
    public void Learn(ReadOnlySpan<VisitEvent<TUser, TItem>> events)
    {
        for (var first = 0; first < events.Length; first += Ahead)
        {
            var some = events.Slice(first, Math.Min(Ahead, events.Length - first));
            Expect(some);
            foreach (ref readonly var each in some)
            {
                Learn(each.User, each.Session, each.Item, each.EventTime);
            }
        }
    }

    private void Expect(ReadOnlySpan<VisitEvent<TUser, TItem>> events)
    {
        for (var i = 0; i < events.Length; i++)
        {
            _ahead[i] = events[i].Item is { } item ? _index.Expect(item) : None;
        }

        foreach (ref readonly var each in events)
        {
            _tracker.Expect(each.User!, !IsUnknown(each.User), each.Session);
        }

        foreach (var item in _ahead.AsSpan(0, events.Length))
        {
            _index.ExpectPosting(item);
        }
    }
}
