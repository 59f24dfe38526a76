using Confluent.Kafka;

namespace RxRecs.Kafka.Source;

/// <summary>Tests of when a client counts as cut off, on a clock that stands still unless it is put forward.</summary>
public sealed class ClientWatchTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);
    private static readonly KafkaException Silence = new(new Error(ErrorCode.Local_TimedOut));
    private readonly StillClock _clock = new();

    [Test]
    public void IsDue_QuestionsStayUnanswered_OnlyAfterAnInterval()
    {
        var watch = new ClientWatch(Interval, _clock);
        Assert.That(watch.IsDue, Is.False);
        watch.Topics.Note(Silence);
        Assert.That(watch.IsDue, Is.False);
        Pass(Interval);

        Assert.That(watch.IsDue, Is.True);
        watch.Topics.NoteAnswer();
        Assert.That(watch.IsDue, Is.False);
    }

    [Test]
    public void IsOfCoordinatorAlone_AnotherQuestionIsUnansweredToo_IsFalse()
    {
        var watch = new ClientWatch(Interval, _clock);
        watch.Coordinator.Note(Silence);
        Pass(Interval);
        Assert.That((watch.IsDue, watch.IsOfCoordinatorAlone), Is.EqualTo((true, true)));

        watch.Ends.Note(Silence);
        Pass(Interval);

        Assert.That(watch.IsOfCoordinatorAlone, Is.False);
    }

    [Test]
    public void IsCutOff_OthersAreAnsweredThreeTimes_IsTrue()
    {
        var watch = new ClientWatch(Interval, _clock);

        Assert.That(Looks(watch, "ya", TimeSpan.Zero), Is.EqualTo("--"));
        Assert.That(Looks(watch, "aya", TimeSpan.Zero), Is.EqualTo("---"), "a silence in between begins anew");
        Assert.That(Looks(watch, "yyy", TimeSpan.Zero), Is.EqualTo("--+"));
    }

    [Test]
    public void IsCutOff_WithPatience_CountsFromTheFirstAnswerToOthers()
    {
        var watch = new ClientWatch(Interval, _clock);

        Assert.That(Looks(watch, "aaaaaaa", 4.5 * Interval), Is.EqualTo("-------"), "nobody is answered");
        Assert.That(Looks(watch, "yyyyyy", 4.5 * Interval), Is.EqualTo("-----+"));
        watch.Reset();
        Assert.That(Looks(watch, "yyyyyy", 4.5 * Interval), Is.EqualTo("-----+"));
    }

    // An interval apart each: `y` where another client is answered.
    private string Looks(ClientWatch watch, string answers, TimeSpan patience) => string.Concat(answers.Select(each =>
    {
        Pass(Interval);
        return watch.IsCutOff(each == 'y', patience) ? '+' : '-';
    }));

    private void Pass(TimeSpan time) => _clock.Ticks += time.Ticks;

    private sealed class StillClock : TimeProvider
    {
        public long Ticks { get; set; } = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
