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
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-history-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Reader_OfFilesAndATopicOfARealBroker_LosesAndRepeatsNothingOrSaysSo()
    {
        using var cluster = KafkaCluster.Start();
        var lines = ShopConsole.Run(
            "generate", "--rows", "3000", "--late", "0", "--broken", "0", "--duplicates", "0").Lines;
        var (topic, whole) = (cluster.NewTopic(3), Write("whole", lines));
        var history = Write("history", lines[..2001]);
        var broker = new[] { "--broker", cluster.BootstrapServers, "--topic", topic };
        ShopConsole.Run([
            "replay", .. broker, "--partitions", "3", Write("topic", [lines[0], .. lines[1001..]])]);

        foreach (var command in new[] { "trends", "recommend", "evaluate" })
        {
            var run = ShopConsole.Run([command, .. broker, "--history", history, "--json"]);
            var expected = ShopConsole.Run(command, "--json", whole);

            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(run.Lines[..^1], Is.EqualTo(expected.Lines[..^1]), run.Error);
            Assert.That(run.Json("summary").Single().Id("events"), Is.EqualTo(3000));
        }

        // What is behind the files, and what they have, is deleted: it might have been all that was between.
        Delete(cluster, topic);
        string[] trends = ["trends", .. broker, "--history", history, "--json"];
        var refused = ShopConsole.Run(trends);
        Assert.That(refused.ExitCode, Is.EqualTo(ExitCode.BadUsage), refused.Error);
        Assert.That(refused.Error, Does.Contain("has been deleted would be missing").And.Contain("--history-until"));
        var told = ShopConsole.Run([.. trends, "--history-until", TimeOf(lines[2000])]);
        Assert.That(told.ExitCode, Is.Zero, told.Error);
        Assert.That(told.Error, Does.Contain("what happened between and has been deleted is missing"));
    }

    private static string TimeOf(string row) => row[..row.IndexOf(',')].Replace(" UTC", "Z").Replace(' ', 'T');

    // Leaves the last record of each partition.
    private static void Delete(KafkaCluster cluster, string topic)
    {
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = cluster.BootstrapServers }).Build();
        admin.DeleteRecordsAsync(
            cluster.Ends(topic, 3).Select((end, n) => new TopicPartitionOffset(topic, n, end - 1))).Wait();
    }

    private string Write(string name, string[] lines)
    {
        var path = Path.Combine(_folder, name + ".csv");
        File.WriteAllLines(path, lines);
        return path;
    }
}
