using System.Text.Json;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <content>Files into topics.</content>
public sealed partial class KafkaCommandTests
{
    [Test]
    public void Replay_ResumeOfTwoFilesInTurn_WritesEachRowOnce()
    {
        var topic = NewTopic();
        Run("replay", "--topic", topic, "--resume", Case);
        Run("replay", "--topic", topic, "--resume", Repository.Case("003_input.csv"));

        var again = Run("replay", "--topic", topic, "--resume", "--json", Case).Json("replay").Single();
        Assert.That(again.Id("already_there"), Is.Positive);
        Assert.That(again.Id("sent"), Is.Zero);
    }

    [Test]
    public void Replay_DeadLetter_IsOne()
    {
        var path = Path.Combine(_folder, "input.csv");
        File.WriteAllLines(path, [.. File.ReadAllLines(Case).Take(2), "2019-11-01 00:00:00 UTC,fly,1,1,,,1.00,5,s"]);

        var run = Run("replay", "--topic", NewTopic(), "--dead-letters", NewTopic(), path);
        var said = string.Join(' ', run.Lines.Select(line => line.Trim()));
        Assert.That(said, Does.Contain("1 record sent").And.Contain("1 dead letter.").And.Contain("1 event used"));
    }

    [Test]
    public void Replay_Resume_WritesEachRowOnce()
    {
        var topic = NewTopic();
        string[] replay = ["replay", "--topic", topic, "--resume", "--json", Case];
        var first = Run(replay).Json("replay").Single();

        var second = Run(replay).Json("replay").Single();
        Assert.That(first.Id("sent"), Is.Positive);
        Assert.That((second.Id("sent"), second.Id("already_there")), Is.EqualTo((0, first.Id("sent"))));
    }

    [TestCase(false, "begins anew")]
    [TestCase(true, "goes on from there")]
    public void Replay_CtrlC_SaysWhatTheNextOneDoes(bool resumes, string text)
    {
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(3));

        string[] resume = resumes ? ["--resume"] : [];
        var run = Run(stop.Token, ["replay", "--topic", NewTopic(), "--speed", "x1", Case, .. resume]);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Interrupted), run.Error);
        Assert.That(string.Join(' ', run.Lines.Select(line => line.Trim())), Does.Contain(text));
    }

    [Test]
    public void Replay_Share_TakesUsersWhole()
    {
        var run = Run("replay", "--topic", NewTopic(), "--share", "0.5", "--json", Case);

        var (replay, summary) = (run.Json("replay").Single(), run.Json("summary").Single());
        Assert.That(replay.Id("not_sampled"), Is.Positive);
        Assert.That(replay.Id("sent"), Is.Positive);
        Assert.That(summary.Id("events"), Is.EqualTo(replay.Id("sent") + replay.Id("not_sampled")));
        Assert.That(summary.Id("events"), Is.EqualTo(summary.Id("rows")));
    }

    [Test]
    [Category(Repository.DataTests)]
    public void Replay_SharedBadClockInOneOfTwoFiles_CostsItsRow()
    {
        var topic = NewTopic();

        var run = Run("replay", "--topic", topic, "--json", Fault("bad-clock-a.csv"), Fault("bad-clock-b.csv"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var summary = run.Json("summary").Single();
        Assert.That(
            (summary.Id("rows"), summary.Id("events"), summary.Id("implausible"), summary.Id("late")),
            Is.EqualTo((62, 61, 1, 0)));
        Assert.That(run.Json("replay").Single().Id("sent"), Is.EqualTo(61));
        Assert.That(
            Read(topic).Select(each => each.Text("event_time")),
            Has.Exactly(61).Items.And.All.StartsWith("2019-11-"));
    }

    [Test]
    [Category(Repository.DataTests)]
    public void Replay_SharedQuantity_WritesIt()
    {
        var topic = NewTopic();

        var run = Run("replay", "--topic", topic, "--json", Fault("quantity.csv"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            Read(topic).GroupBy(each => each.Id("product_id"), Quantity).Select(item => (item.Key, item.Sum())),
            Is.EquivalentTo(new[] { (1L, 100L), (2, 2) }));

        static long Quantity(JsonElement each) =>
            each.TryGetProperty("quantity", out var pieces) ? pieces.GetInt64() : 1;
    }

    private static string Fault(string name) => Repository.Data(Path.Combine("..", "spec", "cases", "faults", name));
}
