using System.Reactive.Linq;
using RxRecs.Kafka;
using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;

namespace RxRecs.Shop.Tests.Broker;

/// <summary>Tests of what becomes of records of a topic that cannot be read, with <c>--strict</c> and without.</summary>
[TestFixture]
[Parallelizable]
public sealed class UnusedRecordsTests
{
    private static readonly DeadLetter Unreadable = new(7, "event_time is missing", "{}") { Source = "clicks [0]" };

    [Test]
    public void CountIn_NotStrict_CountsAndGoesOn()
    {
        var unused = new UnusedRecords(TimeSpan.Zero, isStrict: false);

        Assert.That(Read(unused), Is.Null);
        Assert.That(CountsOf(unused), Is.EqualTo((2, 0)));
    }

    [Test]
    public void CountIn_Strict_EndsAtTheFirstRecordAndTellsItsOffset()
    {
        var unused = new UnusedRecords(TimeSpan.Zero, isStrict: true);

        var error = Read(unused);

        Assert.That(error, Is.TypeOf<UnreadableRowException>());
        Assert.That(error!.Message, Does.StartWith("clicks [0], offset 7: event_time is missing"));
        Assert.That(error.Message, Does.Contain("--strict").And.Contain("such records"));
        Assert.That(CountsOf(unused), Is.EqualTo((1, 1)));
    }

    // Both records are among those that the run has counted as read.
    private static (long Dead, long Read) CountsOf(UnusedRecords unused)
    {
        var counts = new InputCounts { Read = 2 };
        unused.AddTo(counts);
        return (counts.Dead, counts.Read);
    }

    private static Exception? Read(UnusedRecords unused)
    {
        ReadResult<EventTimeResult<KafkaRecord<Interaction>, KafkaRecord<Interaction>>> letter = Unreadable;
        Exception? error = null;
        using var subscription = unused.CountIn(new[] { letter, letter }.ToObservable())
            .Subscribe(static _ => { }, e => error = e);
        return error;
    }
}
