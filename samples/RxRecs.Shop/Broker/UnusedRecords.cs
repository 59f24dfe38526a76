using System.Reactive;
using RxRecs.Kafka;
using RxRecs.Shop.Input;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The records of a topic that a reader could not use. They are counted on the reader's thread, and join the run's
/// counts, to which a writer may be adding as well, when all threads have ended.
/// </summary>
internal sealed class UnusedRecords
{
    private readonly InputCounts _counts = new();

    public UnusedRecords(TimeSpan lateness)
    {
        Late = Observer.Create<LateEvent<KafkaRecord<Interaction>>>(next => _counts.AddLate(
            new LateEvent<Interaction>(next.Event.Value, next.EventTime, next.Watermark, next.Count), lateness));
        Dead = Observer.Create<DeadLetter>(_counts.AddDead);
    }

    /// <summary>Takes records that are further out of order than allowed.</summary>
    public IObserver<LateEvent<KafkaRecord<Interaction>>> Late { get; }

    /// <summary>Takes records that cannot be read.</summary>
    public IObserver<DeadLetter> Dead { get; }

    /// <summary>Adds them to the counts of a run, which has counted the dead ones as read.</summary>
    public void AddTo(InputCounts counts)
    {
        counts.Read -= _counts.Dead;
        counts.Add(_counts);
    }
}
