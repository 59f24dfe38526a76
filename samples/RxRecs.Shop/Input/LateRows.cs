using System.Reactive.Linq;

namespace RxRecs.Shop.Input;

/// <summary>Leaves out the rows that <c>Reorder</c> finds late, and leaves the others in order of arrival.</summary>
internal static class LateRows
{
    /// <summary>Leaves out what is behind the latest row by more than the lateness, and counts it.</summary>
    public static IObservable<Interaction> LeaveOutLate(
        this IObservable<Interaction> events, TimeSpan lateness, InputCounts counts) => Observable.Defer(() =>
    {
        var (latest, late) = (0L, 0L);
        return events.Where(next =>
        {
            var ticks = next.EventTime.UtcTicks;
            latest = Math.Max(latest, ticks);
            if (ticks >= latest - lateness.Ticks)
            {
                return true;
            }

            counts.AddLate(new(next, next.EventTime, new(latest - lateness.Ticks, TimeSpan.Zero), ++late), lateness);
            return false;
        });
    });
}
