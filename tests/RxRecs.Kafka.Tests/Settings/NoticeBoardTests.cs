namespace RxRecs.Kafka.Settings;

public sealed class NoticeBoardTests
{
    private readonly List<string> _told = [];
    private readonly Clock _clock = new();

    [SetUp]
    public void Forget() => _told.Clear();

    [Test]
    public void WriteUnlessTold_LinesThatDifferInNumbers_ComeOnceInHalfAMinute()
    {
        var board = Board();
        board.WriteUnlessTold(KafkaNoticeKind.Other, "broker 1: down after 20 ms");
        board.WriteUnlessTold(KafkaNoticeKind.Other, "broker 2: down after 304 ms");
        board.WriteUnlessTold(KafkaNoticeKind.Other, "a commit failed");
        board.WriteUnlessTold(KafkaNoticeKind.Other, "a commit failed");
        _clock.Pass(TimeSpan.FromSeconds(31));
        board.WriteUnlessTold(KafkaNoticeKind.Other, "broker 2: down after 9 ms");

        Assert.That(_told, Is.EqualTo(new[]
        {
            "broker 1: down after 20 ms", "a commit failed", "broker 2: down after 9 ms",
        }));
    }

    [Test]
    public void Write_SameLine_ComesEachTime()
    {
        var board = Board();
        board.Write(KafkaNoticeKind.Other, "a broker answers again");
        board.Write(KafkaNoticeKind.Other, "a broker answers again");

        Assert.That(_told, Has.Count.EqualTo(2));
    }

    [Test]
    public void WriteUnlessTold_EndlessKinds_AreNotAllRemembered()
    {
        var board = Board();
        for (var kind = 0; kind < 1_000; kind++)
        {
            board.WriteUnlessTold(KafkaNoticeKind.Other, new string('x', kind));
        }

        board.WriteUnlessTold(KafkaNoticeKind.Other, "");

        Assert.That(_told, Has.Count.EqualTo(1_001));
    }

    [Test]
    public void Output_SilenceIsAskedFor_IsNull()
    {
        var board = new NoticeBoard(KafkaNotice.Silence, _clock);
        Assert.That(board.Output, Is.Null);
        Assert.That(() => board.Write(KafkaNoticeKind.Other, "nobody"), Throws.Nothing);
    }

    // The observer is asked for it each time, so that a redirected error stream gets it.
    [Test]
    public void Output_NobodyIsNamed_IsStandardError() =>
        Assert.That(new NoticeBoard(null, _clock).Output, Is.Not.Null);

    [Test]
    public void Output_LinesOfTheClient_SayWhetherTheyAreErrors()
    {
        List<KafkaNotice> told = [];
        var board = new NoticeBoard(System.Reactive.Observer.Create<KafkaNotice>(told.Add), _clock);
        var log = new KafkaLog(new KafkaSettings { BootstrapServers = "localhost" }, board.Output);

        log.Write(Confluent.Kafka.SyslogLevel.Error, "FAIL: refused");
        log.Write(Confluent.Kafka.SyslogLevel.Info, "connected");

        Assert.That(
            told.Select(each => each.Kind),
            Is.EqualTo(new[] { KafkaNoticeKind.ClientError, KafkaNoticeKind.ClientLog }));
    }

    [Test]
    public void NoticeWriter_EachKind_GoesWhereItBelongs()
    {
        using var output = new StringWriter();
        var writer = new NoticeWriter(each => each.Kind == KafkaNoticeKind.Broker ? output : null);

        writer.OnNext(new KafkaNotice(KafkaNoticeKind.Broker, "a broker answers again"));
        writer.OnNext(new KafkaNotice(KafkaNoticeKind.ClientLog, "connected"));

        Assert.That(output.ToString(), Is.EqualTo($"RxRecs.Kafka: a broker answers again{Environment.NewLine}"));
    }

    private NoticeBoard Board() =>
        new(System.Reactive.Observer.Create<KafkaNotice>(each => _told.Add(each.Text)), _clock);

    private sealed class Clock : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => _timestamp;

        public void Pass(TimeSpan time) => _timestamp += (long)(time.TotalSeconds * TimestampFrequency);
    }
}
