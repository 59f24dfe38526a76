using System.Reactive.Linq;
using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Options;

namespace RxRecs.Shop.Broker;

/// <summary>
/// The records of a topic that a reader could not use. They are counted on the reader's thread, and join the run's
/// counts, to which a writer may be adding as well, when all threads have ended.
/// </summary>
/// <param name="lateness">How far out of order an event may be.</param>
/// <param name="isStrict">Whether the first record that cannot be read ends the run.</param>
internal sealed class UnusedRecords(TimeSpan lateness, bool isStrict)
{
    private readonly InputCounts _counts = new();

    /// <summary>Counts what cannot be read or is further out of order than allowed, and passes on the rest.</summary>
    public IObservable<KafkaRecord<Interaction>> CountIn(
        IObservable<ReadResult<EventTimeResult<KafkaRecord<Interaction>, KafkaRecord<Interaction>>>> read) =>
        read.Do(Count).Results().Results();

    /// <summary>Adds them to the counts of a run, which has counted the dead ones as read.</summary>
    public void AddTo(InputCounts counts)
    {
        counts.Read -= _counts.Dead;
        counts.Add(_counts);
    }

    private void Count(ReadResult<EventTimeResult<KafkaRecord<Interaction>, KafkaRecord<Interaction>>> next)
    {
        if (next.DeadLetter is { } letter)
        {
            var named = letter with { Reason = OptionNames.NameOptions(letter.Reason) };
            _counts.AddDead(named);
            if (isStrict)
            {
                throw new UnreadableRowException(named, "offset");
            }
        }
        else if (next is { IsValue: true, Value.Late: { } late })
        {
            _counts.AddLate(
                new LateEvent<Interaction>(late.Event.Value, late.EventTime, late.Watermark, late.Count), lateness);
        }
    }
}
