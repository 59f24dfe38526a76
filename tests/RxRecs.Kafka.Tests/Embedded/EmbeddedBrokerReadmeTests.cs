using System.Reactive.Linq;

namespace RxRecs.Kafka;

/// <summary>The example of the package's README runs, and it is word for word what runs here.</summary>
public sealed class EmbeddedBrokerReadmeTests
{
    private const string Usings = "using System.Reactive.Linq;\nusing RxRecs;\nusing RxRecs.Kafka;\n\n";

    [Test]
    public void Example_WrittenAndRead_EveryEventComesBack()
    {
        // Readme begins
        using var broker = EmbeddedBroker.Start(); // one for each test: it starts in milliseconds
        broker.CreateTopic("shop-events", partitions: 2);

        var noon = new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);
        using var sink = new KafkaSink<Interaction>(broker.Settings, new()
        {
            Topic = "shop-events",
            Write = InteractionJson.Write,
            KeySelector = each => KafkaKey.Of(each.User),
        });
        Observable.Range(1, 10)
            .Select(i => new Interaction(noon.AddMinutes(i), InteractionKind.Purchase, user: i, item: 5))
            .Subscribe(sink); // returns when the broker has confirmed every record

        var allOfIt = new KafkaSourceOptions
        {
            Topics = ["shop-events"],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
        };
        var read = KafkaSource.FromTopics(broker.Settings, allOfIt).Select(record => record.Value).ToList().Wait();
        Console.WriteLine($"{read.Count} of 10 purchases came back");
        // Readme ends
        Assert.That(read.Select(each => each.User), Is.EquivalentTo(Enumerable.Range(1, 10).Select(n => (Id)n)));
        Assert.That(read.Select(each => each.EventTime).Max(), Is.EqualTo(noon.AddMinutes(10)));
    }

    [Test]
    public void Example_InTheReadme_IsWhatRuns()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "RxRecs.Kafka.Testing", "README.md"))
            .ReplaceLineEndings("\n");
        var lines = File.ReadAllLines(Path.Combine(
            Repository.Root, "tests", "RxRecs.Kafka.Tests", "Embedded", "EmbeddedBrokerReadmeTests.cs"));
        var begin = Array.FindIndex(lines, line => line.Trim() == "// Readme begins");
        var end = Array.FindIndex(lines, line => line.Trim() == "// Readme ends");
        var source = string.Concat(lines[(begin + 1)..end].Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));

        Assert.That(
            readme,
            Does.Contain($"```csharp\n{Usings}{source}```\n"),
            "Copy the example of EmbeddedBrokerReadmeTests.cs.");
    }
}
