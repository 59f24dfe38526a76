using System.IO.Compression;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <content><c>lambda</c> over files, and then over the topic that goes on from where they end.</content>
public sealed partial class KafkaCommandTests
{
    private static readonly string[] Parts =
        ["events", "late", "dead", "implausible", "out_of_range", "other_kinds", "overlap", "held"];

    // Rows of the shop are up to 20 seconds out of order, so that a file is ragged where it is cut.
    [Test]
    public void Lambda_HistoryAndTopicOverlap_EveryEventCountsOnce()
    {
        var rows = Generate(2000);
        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[1000..1800]));

        var run = History(topic, Cut("history", rows[..1500]));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        AssertIsOfAll(run, rows[..1800], overlap: 500);

        Run("replay", "--topic", topic, Cut("more", rows[1800..]));
        var second = History(topic, Cut("history", rows[..1500]));
        AssertIsOfAll(second, rows, overlap: 500, ofSpeed: 200);
    }

    [Test]
    public void Lambda_TopicBeginsWhereTheHistoryEnds_EveryEventCountsOnce()
    {
        var rows = Generate(2000);
        Array.Sort(rows, StringComparer.Ordinal);
        var cut = Enumerable.Range(1000, 500).First(at => TimeOf(rows[at]) != TimeOf(rows[at - 1]));
        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[cut..]));

        AssertIsOfAll(History(topic, Cut("history", rows[..cut])), rows, overlap: 0);
    }

    [Test]
    public void Lambda_HistoryEndsWhereNothingShows_HasToBeTold()
    {
        var rows = Generate(300);
        var ragged = Cut("history", [.. rows[..200], rows[150]]);
        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[170..]));

        AssertSays(ExitCode.BadUsage, "Say with --history-until up to when", History(topic, ragged));
        var told = History(topic, ragged, "--history-until", TimeOf(rows[180])[..^4].Replace(' ', 'T'));
        Assert.That(told.ExitCode, Is.Zero, told.Error);
        Assert.That(told.Json("summary").Single().Id("events"), Is.InRange(299, 301));
    }

    [Test]
    public void Lambda_HistoryIsLongerLater_HasToEndWhereItDid()
    {
        var rows = Generate(2000);
        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[1000..]));
        var first = History(topic, Cut("history", rows[..1500]));
        AssertIsOfAll(first, rows, overlap: 500);
        var until = first.Error.Split("The files count up to ")[1].Split(',')[0];
        var longer = Cut("history", rows[..1700]);

        AssertSays(ExitCode.BadInput, $"saved with a history until {until[..19]}", History(topic, longer));

        var told = History(topic, longer, "--history-until", until);
        Assert.That(told.ExitCode, Is.Zero, told.Error);
        Assert.That(told.Error, Does.Contain("went on from its state"));
        Assert.That(told.Json("summary").Single().Id("events"), Is.EqualTo(rows.Length));
    }

    [Test]
    public void Lambda_HistoryWithoutState_Is2()
    {
        AssertSays(ExitCode.BadUsage, "--state", Run("lambda", "--topic", "t", "--history", Case));
        AssertSays(ExitCode.BadUsage, "--history", Run("lambda", "--topic", "t", "--history-until", "2024-05-01"));
        AssertSays(
            ExitCode.BadUsage, "no --from", Run("lambda", "--history", Case, "--state", _folder, "--from-now"));
        AssertSays(
            ExitCode.BadUsage, "read but once", History("t", "/dev/null", "--history-until", "2024-05-01"));
        AssertSays(
            ExitCode.BadInput, "nowhere.csv", Run("lambda", "--history", "nowhere.csv", "--state", _folder));
    }

    [Test]
    public void Lambda_HistoryIsCutShort_EndsTheRunAndSavesNothing()
    {
        var rows = Generate(2000);
        var whole = Cut("history", rows[..1500]);
        var cut = Path.Combine(_folder, "cut.csv.gz");
        using (var memory = new MemoryStream())
        {
            using (var zip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            {
                zip.Write(File.ReadAllBytes(whole));
            }

            File.WriteAllBytes(cut, memory.ToArray()[..(int)(memory.Length / 2)]);
        }

        var topic = NewTopic();
        Run("replay", "--topic", topic, Cut("topic", rows[..]));

        var damaged = History(topic, cut);
        Assert.That(damaged.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(damaged.Error, Does.Contain("cut short"));
        AssertIsOfAll(History(topic, whole), rows, overlap: 1500);
    }

    private static void AssertIsOfAll(ShopConsole run, string[] rows, int overlap, int? ofSpeed = null)
    {
        using var folder = new TemporaryRows(rows);
        var expected = ShopConsole.Run("trends", "--json", folder.Path);
        Assert.That(
            run.Json("bucket").Select(line => line.GetRawText()),
            Is.EqualTo(expected.Json("bucket").Select(line => line.GetRawText())), run.Error);
        var summary = run.Json("summary").Single();
        Assert.That(summary.Id("events"), Is.EqualTo(rows.Length));
        Assert.That(summary.Id("overlap"), Is.EqualTo(overlap));
        AssertAddsUp(run);
        var speed = run.Json("layer").Single(line => line.Text("layer") == "speed");
        Assert.That(speed.Id("events"), Is.EqualTo(ofSpeed ?? rows.Length + overlap));
        Assert.That(run.Json("speed_state").Single().Id("events"), Is.EqualTo(rows.Length));
    }

    // Each record makes an event.
    private static void AssertAddsUp(ShopConsole run)
    {
        var summary = run.Json("summary").Single();
        Assert.That(Parts.Sum(part => summary.Id(part)), Is.EqualTo(summary.Id("rows")));
        var batch = run.Json("layer").Single(line => line.Text("layer") == "batch");
        Assert.That(summary.Id("rows"), Is.EqualTo(batch.Id("events")));
    }

    private static string TimeOf(string row) => row[..row.IndexOf(',')];

    private static string[] Generate(int rows)
    {
        var shop = ShopConsole.Run(
            "generate", "--rows", $"{rows}", "--late", "0", "--broken", "0", "--duplicates", "0");
        return shop.Lines[1..];
    }

    private string Cut(string name, string[] rows)
    {
        var path = Path.Combine(_folder, name + ".csv");
        File.WriteAllLines(path, [TemporaryRows.Header, .. rows]);
        return path;
    }

    private ShopConsole History(string topic, string file, params string[] more) => Run(
    [
        "lambda", "--topic", topic, "--group", topic, "--history", file, "--state", Path.Combine(_folder, topic),
        "--idle-stop", "1s", "--json", .. more,
    ]);

    private sealed class TemporaryRows : IDisposable
    {
        public const string Header =
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";

        public TemporaryRows(string[] rows) => File.WriteAllLines(Path, [Header, .. rows]);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
