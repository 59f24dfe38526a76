using System.Reactive.Linq;

namespace RxRecs.Kafka;

/// <summary>
/// A history in order of event time, and then a merge, all of whose records are later. What is late in the history is
/// late as in the merge.
/// </summary>
internal sealed class HistoryThenMerged<T>(Past<T> past, KafkaMergeOptions merge, IMergedObservable<T> live)
    : IMergedObservable<T>
{
    public IDisposable Subscribe(IObserver<KafkaRecord<T>> observer) =>
        Observable.Defer(() => InOrder(new Counts())).Concat(live).Subscribe(observer);

    public IObservable<ReadResult<KafkaRecord<T>>> WithDeadLetters() => Observable.Defer(() =>
    {
        var counts = new Counts();
        return InOrder(counts)
            .Select(static record => (ReadResult<KafkaRecord<T>>)record)
            .Concat(live.WithDeadLetters().Select(each => each.Counts is { } read ? counts.And(read) : each));
    });

    public IObservable<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>> WithLateEvents() => Observable.Defer(() =>
    {
        var counts = new Counts();
        return WithLate(counts).Concat(live.WithLateEvents().Select(each => Add(each, counts)));
    });

    public IObservable<ReadResult<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>>> WithSideOutputs() =>
        Observable.Defer(() =>
        {
            var counts = new Counts();
            return WithLate(counts)
                .Select(static each => (ReadResult<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>>)each)
                .Concat(live.WithSideOutputs().Select(each =>
                    each.IsValue ? Add(each.Value, counts)
                    : each.Counts is { } read ? counts.And(read)
                    : each));
        });

    // Without its counts: those at the end are of the whole.
    private IObservable<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>> WithLate(Counts counts) => InOrder(counts)
        .WithLateEvents()
        .Where(static each => each.Counts is null)
        .Do(each => counts.Late += each.IsLate ? 1 : 0);

    private IEventTimeObservable<KafkaRecord<T>, KafkaRecord<T>> InOrder(Counts counts) => past.Read(counts)
        .Reorder(static record => record.EventTime, new EventTimeOptions { AllowedLateness = merge.AllowedLateness });

    private static EventTimeResult<KafkaRecord<T>, KafkaRecord<T>> Add(
        EventTimeResult<KafkaRecord<T>, KafkaRecord<T>> each, Counts counts) =>
        each.Late is { } late ? late with { Count = late.Count + counts.Late }
        : each.Counts is { } read ? counts.And(read)
        : each;
}
