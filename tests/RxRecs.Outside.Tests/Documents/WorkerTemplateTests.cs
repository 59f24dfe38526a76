using RxRecs.Kafka;

namespace RxRecs.Outside.Tests;

/// <summary>
/// What <c>dotnet new rxrecs-worker</c> makes, compiled as it stands. That the packed template is installed and built is
/// tried in RxRecs.Hosting.Tests, which takes minutes.
/// </summary>
[NonParallelizable]
public sealed class WorkerTemplateTests
{
    /// <summary>The usings that a worker's project has by itself, besides those of a console's.</summary>
    private const string WorkerUsings =
        """
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        """;

    [Test]
    public void OwnTests_Each_Passes()
    {
        var type = Example(Read("ShopWorker.Tests", "ShopListsTests.cs")).Load()
            .GetType("ShopWorker.Tests.ShopListsTests")!;
        var tests = type.GetMethods().Where(static each => each.IsDefined(typeof(TestAttribute), false)).ToList();

        Assert.That(tests, Is.Not.Empty);
        foreach (var test in tests)
        {
            test.Invoke(Activator.CreateInstance(type), null);
        }
    }

    [Test]
    public void Worker_Run_WritesAListAfterEachEventUntilItIsStopped()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("shop-events", partitions: 1);
        broker.CreateTopic("my-lists", partitions: 1);
        ExampleTopics.WriteEvents(broker, count: 12);
        var folder = Directory.CreateTempSubdirectory("rxrecs");
        try
        {
            File.WriteAllText(
                Path.Combine(folder.FullName, "appsettings.json"),
                Read("ShopWorker", "appsettings.json")
                    .Replace("BROKERS", broker.BootstrapServers, StringComparison.Ordinal)
                    .Replace("EVENTS_TOPIC", "shop-events", StringComparison.Ordinal)
                    .Replace("LISTS_TOPIC", "my-lists", StringComparison.Ordinal));
            using var worker = new ExampleProcess(Example(Read("ShopWorker", "Program.cs")), folder.FullName);

            var lists = ExampleTopics.First(broker, "my-lists", bytes => RecsJson.ReadRecommendationList(bytes), 10);
            Assert.That(lists.Select(each => each.User), Is.EqualTo(Enumerable.Range(0, 10).Select(n => (Id)(n % 3))));
            Assert.That(lists[^1].Items.Select(each => each.Item), Is.SupersetOf(new Id[] { 0, 3, 6 }), worker.Output);
            Assert.That(worker.Stop(), Is.Zero, worker.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DocumentExample Example(string code) => new(
        "src/RxRecs.Templates/worker", 1, code, [WorkerUsings, Read("ShopWorker", "ShopLists.cs")], null);

    private static string Read(string project, string file) => File.ReadAllText(
        Path.Combine(Repository.Root, "src", "RxRecs.Templates", "worker", project, file));
}
