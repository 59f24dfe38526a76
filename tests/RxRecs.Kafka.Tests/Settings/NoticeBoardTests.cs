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
        board.WriteUnlessTold("broker 1: down after 20 ms");
        board.WriteUnlessTold("broker 2: down after 304 ms");
        board.WriteUnlessTold("a commit failed");
        board.WriteUnlessTold("a commit failed");
        _clock.Pass(TimeSpan.FromSeconds(31));
        board.WriteUnlessTold("broker 2: down after 9 ms");

        Assert.That(_told, Is.EqualTo(new[]
        {
            "broker 1: down after 20 ms", "a commit failed", "broker 2: down after 9 ms",
        }));
    }

    [Test]
    public void Write_SameLine_ComesEachTime()
    {
        var board = Board();
        board.Write("a broker answers again");
        board.Write("a broker answers again");

        Assert.That(_told, Has.Count.EqualTo(2));
    }

    [Test]
    public void WriteUnlessTold_EndlessKinds_AreNotAllRemembered()
    {
        var board = Board();
        for (var kind = 0; kind < 1_000; kind++)
        {
            board.WriteUnlessTold(new string('x', kind));
        }

        board.WriteUnlessTold("");

        Assert.That(_told, Has.Count.EqualTo(1_001));
    }

    [Test]
    public void Output_NobodyListens_IsNull()
    {
        Assert.That(new NoticeBoard(null, _clock).Output, Is.Null);
        new NoticeBoard(null, _clock).Write("nobody");
    }

    private NoticeBoard Board() => new(System.Reactive.Observer.Create<string>(_told.Add), _clock);

    private sealed class Clock : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => _timestamp;

        public void Pass(TimeSpan time) => _timestamp += (long)(time.TotalSeconds * TimestampFrequency);
    }
}
