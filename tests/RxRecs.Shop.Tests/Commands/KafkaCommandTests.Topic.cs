using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <content>Every command that reads files reads a topic as well, with or without files before it.</content>
public sealed partial class KafkaCommandTests
{
    private static readonly string[][] Readers =
    [
        ["trends"],
        ["insights"],
        ["rank"],
        ["recent"],
        ["carts"],
        ["attribute"],
        ["similar"],
        ["similar", "--by", "cosine"],
        ["bundles"],
        ["recommend"],
        ["forget"],
        ["evaluate"],
        ["evaluate", "--by", "session"],
        ["evaluate", "--by", "next-item"],
        ["tune", "--trials", "2"],
    ];

    [TestCaseSource(nameof(Readers))]
    public void Reader_OfATopic_FindsWhatItFindsInTheFile(params string[] command)
    {
        var file = Cut("whole", Generate(2000));
        var topic = NewTopic();
        Run("replay", "--topic", topic, file);

        AssertFindsTheSame(
            Run([.. command, "--topic", topic, "--json"]), ShopConsole.Run([.. command, "--json", file]));
    }

    [TestCaseSource(nameof(Readers))]
    public void Reader_OfFilesAndATopicThatOverlap_CountsEveryEventOnce(params string[] command)
    {
        var rows = Generate(2000);
        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[1000..]));

        var run = Run([.. command, "--topic", topic, "--history", Cut("history", rows[..1500]), "--json"]);

        AssertFindsTheSame(run, ShopConsole.Run([.. command, "--json", Cut("whole", rows)]), overlap: 500);
    }

    [Test]
    public void Reader_OfFilesAndAnEmptyTopic_CountsTheFiles()
    {
        var file = Cut("whole", Generate(300));

        AssertFindsTheSame(
            Run("recent", "--topic", NewTopic(), "--history", file, "--json"),
            ShopConsole.Run("recent", "--json", file));
    }

    [Test]
    public void Reader_OfAHistoryThatEndsWhereNothingShows_HasToBeTold()
    {
        var rows = Generate(300);
        var ragged = Cut("history", [.. rows[..200], rows[150]]);
        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[170..]));
        string[] trends = ["trends", "--topic", topic, "--history", ragged, "--json"];

        AssertSays(ExitCode.BadUsage, "Say with --history-until up to when", Run(trends));
        var told = Run([.. trends, "--history-until", TimeOf(rows[180])[..^4].Replace(' ', 'T')]);
        Assert.That(told.ExitCode, Is.Zero, told.Error);
        Assert.That(told.Json("summary").Single().Id("events"), Is.InRange(299, 301));
    }

    [Test]
    public void Reader_OfWhatGoesOn_EndsWhenNothingCame()
    {
        var time = new DateTimeOffset(2020, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var topic = NewTopic(1);
        Write(topic, At(time));

        var run = Task.Run(() => Run("rank", "--topic", topic, "--idle-stop", "3s", "--json"));
        Write(topic, At(time.AddHours(1)), At(time.AddHours(2)));

        Assert.That(run.Result.Json("summary").Single().Id("events"), Is.EqualTo(3), run.Result.Error);
    }

    [Test]
    public void Reader_RecordsThatAreOfNoUse_AreCounted()
    {
        var topic = NewTopic(1);
        var time = new DateTimeOffset(2020, 5, 1, 12, 0, 0, TimeSpan.Zero);
        Write(
            topic, At(time), At(time.AddDays(2)), At(time.AddHours(-3)), "{", At(DateTimeOffset.UnixEpoch),
            At(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)), At(time.AddDays(9)));
        string[] trends = ["trends", "--topic", topic, "--to", "2020-05-09", "--json"];

        var run = Run(trends);
        var summary = run.Json("summary").Single();
        Assert.That(
            (summary.Id("rows"), summary.Id("events"), summary.Id("dead"), summary.Id("out_of_range")),
            Is.EqualTo((7L, 2L, 3L, 1L)));
        Assert.That(Parts.Sum(part => summary.Id(part)), Is.EqualTo(7));
        Assert.That(run.Error, Does.Contain($"{topic}[0]:3: "));
        AssertSays(ExitCode.BadInput, "offset 3", Run([.. trends, "--strict"]));
        Assert.That(
            Run([.. trends, "--max-future-skew", "30000d"]).Json("summary").Single().Id("dead"), Is.EqualTo(2));
    }

    [Test]
    public void Reader_CtrlC_IsWhatIsKnownAnd130()
    {
        var topic = NewTopic();
        Run("replay", "--topic", topic, Case);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var run = Run(stop.Token, "carts", "--topic", topic, "--idle-stop", "1h", "--json");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted), run.Error);
        Assert.That(run.Json("summary").Single().GetProperty("interrupted").GetBoolean(), Is.True);
    }

    [Test]
    public void Reader_OptionsThatMakeNoSense_Are2()
    {
        foreach (var (option, value) in new[]
        {
            ("--topic", "t"), ("--history", Case), ("--history-until", "2024-05-01"), ("--idle-stop", "1s"),
            ("--max-key-size", "9"),
        })
        {
            AssertSays(ExitCode.BadUsage, $"{option}: needs --broker", ShopConsole.Run("trends", option, value));
        }

        AssertSays(ExitCode.BadUsage, "--history reads files before it", Run("trends", "--topic", "t", Case));
        AssertSays(ExitCode.BadUsage, "--speed", Run("trends", "--topic", "t", "--speed", "x60"));
        AssertSays(
            ExitCode.BadUsage, "--history-until: of which files", Run("trends", "--history-until", "2024-05-01"));
        AssertSays(ExitCode.BadUsage, "read but once", Run("trends", "--history", "/dev/null"));
        AssertSays(ExitCode.BadUsage, "is named twice", Run("trends", "--history", $"{Case},{Case}"));
        AssertSays(ExitCode.BadUsage, "--test: name the files", Run("evaluate", "--test", Case));
        AssertSays(ExitCode.BadInput, "nowhere.csv", Run("trends", "--history", "nowhere.csv"));
        AssertSays(ExitCode.BadInput, "no-such-topic", Run("trends", "--topic", "no-such-topic"));
    }

    private static void AssertFindsTheSame(ShopConsole run, ShopConsole ofFile, int overlap = 0)
    {
        Assert.That(ofFile.ExitCode, Is.Zero, ofFile.Error);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Found(run), Is.EqualTo(Found(ofFile)), run.Error);
        var (summary, expected) = (run.Json("summary").Single(), ofFile.Json("summary").Single());
        Assert.That(summary.Id("events"), Is.EqualTo(expected.Id("events")).And.Positive);
        Assert.That(summary.Id("overlap"), Is.EqualTo(overlap));
        Assert.That(Parts.Sum(part => summary.Id(part)), Is.EqualTo(summary.Id("rows")));

        // The hash is of the summary as well, which tells of the overlap.
        IEnumerable<string> Found(ShopConsole run) => run.Lines.Where(line =>
            !line.StartsWith("""{"type":"summary""", StringComparison.Ordinal)
            && (overlap == 0 || !line.StartsWith("""{"type":"result_hash""", StringComparison.Ordinal)));
    }
}
