using System.Reactive.Linq;

namespace RxRecs.Tests.Time;

/// <summary>Notes what an operator says beside its results, in order with them.</summary>
internal static class LateEventRecorder
{
    /// <summary>The results; each late event is noted on the way.</summary>
    public static IObservable<TResult> NoteLate<TEvent, TResult>(
        this IEventTimeObservable<TEvent, TResult> source, Action<LateEvent<TEvent>> late) => source
        .WithLateEvents()
        .Do(each =>
        {
            if (each.IsLate)
            {
                late(each.Late);
            }
        })
        .Results();

    /// <summary>The results; late events and the counts are noted on the way, as text.</summary>
    public static IObservable<TResult> NoteAll<TEvent, TResult>(
        this IEventTimeObservable<TEvent, TResult> source, Action<string> side) => source
        .WithLateEvents()
        .Do(each =>
        {
            if (!each.IsResult)
            {
                side(each.Late?.ToString() ?? $"{each.Counts}");
            }
        })
        .Results();
}
