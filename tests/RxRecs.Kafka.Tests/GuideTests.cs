using System.Buffers;
using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka;

/// <summary>The example of docs/kafka.md runs, and it is word for word what runs here.</summary>
[NonParallelizable]
public sealed class GuideTests
{
    private const string First = "// Guide begins";
    private const string Last = "// Guide ends";

    [Test]
    public void Example_TwoDaysOfPurchases_WritesTheFirstDaysTrends()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("shop-events", 2);
        broker.CreateTopic("trends", 1);
        var day = new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);
        using (var shop = new KafkaSink<Interaction>(broker.Settings, new KafkaSinkOptions<Interaction>
        {
            Topic = "shop-events",
            Write = InteractionJson.Write,
            KeySelector = next => KafkaKey.Of(next.User),
        }))
        {
            Enumerable.Range(0, 96).Select(hour => new Interaction(
                day.AddHours(hour), InteractionKind.Purchase, user: hour % 7, item: 5)).ToObservable().Subscribe(shop);
        }

        var folder = Directory.CreateTempSubdirectory("rxrecs");
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            Example([broker.BootstrapServers, folder.FullName], stop, buckets: 8);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var written = KafkaSource
            .FromTopics(
                broker.Settings,
                TestTopic.FromBeginningToEnd("trends"),
                RecordParser.From(record => Encoding.UTF8.GetString(record.Message.Value)))
            .WithoutRepeats()
            .ToList().Wait();
        Assert.That(written, Has.Count.EqualTo(8));
        Assert.That(written.Sum(each => int.Parse(each.Value.Split(' ')[2])), Is.EqualTo(84));
    }

    [Test]
    public void Example_InTheGuide_IsWhatRuns()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "kafka.md")).ReplaceLineEndings("\n");

        Assert.That(guide, Does.Contain("```csharp\n" + Source() + "```\n"), "Copy the example of GuideTests.cs.");
    }

    // Ends itself, as Ctrl-C would, once so many buckets have been written.
    private static void Example(string[] args, CancellationTokenSource stop, int buckets)
    {
        // Guide begins
        var settings = KafkaSettings.FromPairs([new("bootstrap.servers", args[0])]);
        using var trends = new KafkaSink<PartitionResult<TrendBucket<Id>>>(settings, new()
        {
            Topic = "trends",
            Write = (bucket, bytes) => bytes.Write(
                Encoding.UTF8.GetBytes($"{bucket.Value.Start:u} {bucket.Value.Total}")),
            SequenceSelector = bucket => bucket.ToSequence(),
            CancellationToken = stop.Token,
        });
        var options = new KafkaPipelineOptions
        {
            Topics = ["shop-events"],
            Group = "trends",
            Start = KafkaStart.Beginning,
            Store = new FileSnapshotStore(args[1]), // state and offsets, saved as one
            BeforeCommit = trends.Flush,            // what was written is confirmed before that
        };
        var perDay = new TrendBucketsOptions { AllowedLateness = TimeSpan.FromHours(1) };

        var run = KafkaSource
            .RunPartitions(
                settings,
                options,
                records => records.Select(record => record.Value).TrendBuckets(TimeSpan.FromDays(1), perDay),
                stop.Token)
            .WithDeadLetters()
            .Publish();
        run.Results().Subscribe(trends);
        run.DeadLetters().Subscribe(letter => Console.Error.WriteLine($"{letter.Source}: {letter.Reason}"));
        // Guide ends
        run.Results().Subscribe(_ =>
        {
            if (--buckets == 0)
            {
                stop.Cancel();
            }
        });
        // Guide goes on
        run.Connect(); // returns after Ctrl-C
        // Guide stops
    }

    private static string Source()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "RxRecs.Kafka.Tests", "GuideTests.cs"));
        return Part(lines, First, Last) + Part(lines, "// Guide goes on", "// Guide stops");
    }

    private static string Part(string[] lines, string first, string last)
    {
        var begin = Array.FindIndex(lines, line => line.Trim() == first);
        var end = Array.FindIndex(lines, line => line.Trim() == last);
        return string.Concat(lines[(begin + 1)..end].Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));
    }
}
