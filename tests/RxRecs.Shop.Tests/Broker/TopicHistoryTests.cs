using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RxRecs.Kafka.RealBroker;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Broker;

/// <summary>Files and then a real topic: nothing is missing and nothing counts twice, or the run says so.</summary>
[TestFixture]
[Parallelizable]
[Category("Broker")]
public sealed class TopicHistoryTests
{
    private const int Partitions = 3;
    private const int Rows = 3000;
    private KafkaCluster _cluster = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public void Start() => _cluster = KafkaCluster.Start();

    // Where there is no broker, the tests are ignored and there is nothing to wipe.
    [OneTimeTearDown]
    public void Wipe() => _cluster?.Dispose();

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-history-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Reader_OfFilesAndATopicOfARealBroker_LosesAndRepeatsNothingOrSaysSo()
    {
        var lines = Generate();
        var topic = _cluster.NewTopic(Partitions);
        var history = Write("history", lines[..2001]);
        var broker = Broker(topic);
        Replay(topic, [lines[0], .. lines[1001..]]);

        foreach (var command in new[] { "trends", "recommend", "evaluate" })
        {
            var run = ShopConsole.Run([command, .. broker, "--history", history, "--json"]);
            AssertIsOfAll(run, ShopConsole.Run(command, "--json", Write("whole", lines)));
        }

        // What is behind the files, and what they have, is deleted: it might have been all that was between.
        Delete(topic);
        string[] trends = ["trends", .. broker, "--history", history, "--json"];
        var refused = ShopConsole.Run(trends);
        Assert.That(refused.ExitCode, Is.EqualTo(ExitCode.BadUsage), refused.Error);
        Assert.That(refused.Error, Does.Contain("has been deleted would be missing").And.Contain("--history-until"));
        var told = ShopConsole.Run([.. trends, "--history-until", TimeOf(lines[2000])]);
        Assert.That(told.ExitCode, Is.Zero, told.Error);
        Assert.That(told.Error, Does.Contain("what happened between and has been deleted is missing"));
    }

    [TestCase]
    [TestCase("print.key")]
    [TestCase("print.timestamp", "print.key")]
    [TestCase("print.partition", "print.offset")]
    [TestCase("print.timestamp", "print.partition", "print.offset", "print.delivery", "print.epoch", "print.headers",
        "print.key")]
    public void Reader_OfWhatTheConsoleConsumerSavedAndTheTopic_LosesAndRepeatsNothing(params string[] printed)
    {
        var lines = Generate();
        var topic = _cluster.NewTopic(Partitions);
        Replay(topic, lines[..2001]);
        var saved = _cluster.Run([
            "consume", "--topic", topic, "--from-beginning", "--max-messages", "2000",
            .. printed.SelectMany(each => new[] { "--formatter-property", $"{each}=true" })]);
        Replay(topic, [lines[0], .. lines[2001..]]);
        Delete(topic, 500);
        var history = Path.Combine(_folder, "saved.txt");
        File.WriteAllText(history, saved);

        // It saves one partition after another, out of order by days.
        var run = ShopConsole.Run([
            "trends", .. Broker(topic), "--history", history, "--history-until", TimeOf(lines[1900]),
            "--lateness", "8d", "--json"]);

        AssertIsOfAll(run, ShopConsole.Run("trends", "--lateness", "8d", "--json", Write("whole", lines)));
    }

    private static void AssertIsOfAll(ShopConsole run, ShopConsole ofFile)
    {
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Found(run), Is.EqualTo(Found(ofFile)), run.Error);
        Assert.That(run.Json("summary").Single().Id("events"), Is.EqualTo(Rows));
    }

    private static string[] Generate() => ShopConsole.Run(
        "generate", "--rows", $"{Rows}", "--late", "0", "--broken", "0", "--duplicates", "0").Lines;

    private static string TimeOf(string row) => row[..row.IndexOf(',')].Replace(" UTC", "Z").Replace(' ', 'T');

    private string[] Broker(string topic) => ["--broker", _cluster.BootstrapServers, "--topic", topic];

    private void Replay(string topic, string[] lines)
    {
        var run = ShopConsole.Run([
            "replay", .. Broker(topic), "--partitions", $"{Partitions}", Write("replayed", lines)]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    // Deletes the records of each partition before an offset; without one all but the last.
    private void Delete(string topic, long? before = null)
    {
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = _cluster.BootstrapServers }).Build();
        admin.DeleteRecordsAsync(_cluster.Ends(topic, Partitions).Select((end, partition) =>
            new TopicPartitionOffset(topic, partition, before ?? (end - 1)))).Wait();
    }

    private string Write(string name, string[] lines)
    {
        var path = Path.Combine(_folder, name + ".csv");
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Gives what was found, without where the rows came from and the hash of all.</summary>
    private static string[] Found(ShopConsole run) =>
    [
        .. run.Lines.Where(line => !line.StartsWith("{\"type\":\"summary\"", StringComparison.Ordinal)
            && !line.StartsWith("{\"type\":\"result_hash\"", StringComparison.Ordinal)),
    ];
}
