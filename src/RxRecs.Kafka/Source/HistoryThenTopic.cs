using System.Reactive.Linq;

namespace RxRecs.Kafka;

/// <summary>A history, and then a topic.</summary>
internal sealed class HistoryThenTopic<T>(Past<T> past, IRecordObservable<KafkaRecord<T>> live)
    : IRecordObservable<KafkaRecord<T>>
{
    public IDisposable Subscribe(IObserver<KafkaRecord<T>> observer) =>
        Observable.Defer(() => past.Read(new Counts())).Concat(live).Subscribe(observer);

    public IObservable<ReadResult<KafkaRecord<T>>> WithDeadLetters() => Observable.Defer(() =>
    {
        var counts = new Counts();
        return past.Read(counts)
            .Select(static record => (ReadResult<KafkaRecord<T>>)record)
            .Concat(live.WithDeadLetters().Select(each => each.Counts is { } read ? counts.And(read) : each));
    });
}
