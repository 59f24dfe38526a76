using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace RxRecs.Kafka;

/// <summary>
/// Emits a history, where the group has committed nothing of the topic yet, and counts what it emits.
/// </summary>
internal sealed class Past<T>(
    KafkaSettings settings, KafkaSourceOptions options, PastEvents<T> past, CancellationToken cancellation)
{
    public IObservable<KafkaRecord<T>> Read(Counts counts) => Records(counts)
        .ToObservable(options.Scheduler ?? Scheduler.CurrentThread);

    private IEnumerable<KafkaRecord<T>> Records(Counts counts)
    {
        if (GroupCommits.Exist(settings, options, cancellation))
        {
            yield break;
        }

        foreach (var record in past.Records(options.Topics.First()))
        {
            if (cancellation.IsCancellationRequested)
            {
                yield break;
            }

            counts.Values++;
            yield return record;
        }
    }
}
