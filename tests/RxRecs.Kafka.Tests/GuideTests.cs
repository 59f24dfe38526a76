using System.Reactive.Linq;

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
            // Carts and views are not counted, but event time goes on with them.
            Enumerable.Range(0, 96)
                .SelectMany(hour => new[] { InteractionKind.Cart, InteractionKind.View, InteractionKind.Purchase }
                    .Select(kind => new Interaction(day.AddHours(hour), kind, user: hour % 7, item: 5)))
                .ToObservable().Subscribe(shop);
        }

        var folder = Directory.CreateTempSubdirectory("rxrecs");
        try
        {
            Example([broker.BootstrapServers, folder.FullName], buckets: 8);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var written = KafkaSource
            .FromTopics(
                broker.Settings,
                TestTopic.FromBeginningToEnd("trends"),
                RecordParser.From(record => RecsJson.ReadTrendBucket(record.Message.Value)))
            .WithoutRepeats()
            .ToList().Wait();
        Assert.That(written, Has.Count.EqualTo(8));
        Assert.That(written.Sum(each => each.Value.Total), Is.EqualTo(84));
        Assert.That(
            written.SelectMany(each => each.Value.Counts).Select(each => each.Key).Distinct(),
            Is.EqualTo(new Id[] { 5 }));
    }

    [Test]
    public void Example_InTheGuide_IsWhatRuns()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "kafka.md")).ReplaceLineEndings("\n");

        Assert.That(guide, Does.Contain("```csharp\n" + Source() + "```\n"), "Copy the example of GuideTests.cs.");
    }

    // Ends itself, as Ctrl-C would, once so many buckets have been written.
    private static void Example(string[] args, int buckets)
    {
        // Guide begins
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true; // the program ends by itself, in order
            stop.Cancel();
        };

        var settings = KafkaSettings.FromPairs([new("bootstrap.servers", args[0])]);
        using var trends = new KafkaSink<PartitionResult<TrendBucket<Id>>>(settings, new()
        {
            Topic = "trends",
            Write = (bucket, output) => RecsJson.Write(bucket.Value, output),
            SequenceSelector = bucket => bucket.ToSequence(),
            CancellationToken = stop.Token,
        });
        trends.Connect(); // says at once if the topic is missing
        var options = new KafkaPipelineOptions
        {
            Topics = ["shop-events"],
            Group = "trends",
            Start = KafkaStart.Beginning,
            Store = new FileSnapshotStore(args[1]), // state and offsets, saved as one
            BeforeCommit = trends.Flush,            // what was written is confirmed before that
        };
        var perDay = new TrendBucketsOptions
        {
            AllowedLateness = TimeSpan.FromHours(1),
            Weights = new() { Cart = 0 }, // purchases: views are not counted anyway
        };

        var run = KafkaSource
            .RunPartitions(
                settings,
                options,
                records => records.Select(record => record.Value).TrendBuckets(TimeSpan.FromDays(1), perDay),
                stop.Token)
            .WithDeadLetters()
            .Publish();
        run.Results().Subscribe(trends);
        run.DeadLetters().Subscribe(
            letter => Console.Error.WriteLine($"{letter.Source}@{letter.Position}: {letter.Reason}"),
            error => Console.Error.WriteLine(error.Message));
        // Guide ends
        stop.CancelAfter(Eventually.Patience);
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
