using System.Collections.Concurrent;
using System.Globalization;
using System.Reactive.Linq;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RxRecs.Analytics;
using RxRecs.Csv;
using RxRecs.Kafka;
using RxRecs.Recommenders;

namespace RxRecs.Outside.Tests;

/// <summary>
/// Every C# example of every document compiles as it stands, and prints what the block of text behind it says, if
/// there is one.
/// </summary>
[NonParallelizable]
public sealed partial class DocumentExampleTests
{
    [TestCaseSource(nameof(Examples))]
    public void Example_AsItStands_Compiles(object example) =>
        Assert.That(((DocumentExample)example).Complaints(), Is.Empty);

    [TestCaseSource(nameof(ExamplesWithOutput))]
    public void Example_Run_PrintsWhatTheDocumentSays(object example) =>
        Assert.That(((DocumentExample)example).Run(), Is.EqualTo(((DocumentExample)example).Output));

    [Test]
    public void TopicOfTriggers_Run_HoldsTheTriggersOfTheFile()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("triggers", partitions: 2);
        var example = All().Single(each =>
            each.Document == "docs/triggers.md" && each.Code.Contains("KafkaSink", StringComparison.Ordinal));
        var folder = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Repository.Root; // where samples/shop.csv is
        try
        {
            example.Run(broker.BootstrapServers);
        }
        finally
        {
            Environment.CurrentDirectory = folder;
        }

        var written = ShopEvents.FromFile(Path.Combine(Repository.Root, "samples", "shop.csv"))
            .Triggers(Observable.Empty<ItemChange<Id>>(), new() { AllowedLateness = TimeSpan.FromMinutes(1) })
            .ToEnumerable().ToLookup(trigger => trigger.User);
        var allOfIt = new KafkaSourceOptions
        {
            Topics = ["triggers"],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
        };
        var parser = RecordParser.From(record => RecsJson.ReadTrigger(record.Message.Value));
        var read = KafkaSource.FromTopics(broker.Settings, allOfIt, parser)
            .Select(record => record.Value)
            .ToEnumerable().ToLookup(trigger => trigger.User);
        Assert.That(written, Is.Not.Empty);
        Assert.That(read.Select(each => each.Key), Is.EquivalentTo(written.Select(each => each.Key)));
        foreach (var user in written)
        {
            Assert.That(read[user.Key], Is.EqualTo(user), $"in the order of user {user.Key}");
        }
    }

    [Test]
    public async Task HandledResults_Run_PutTheNewestItemsOfEachUser()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("shop-events", partitions: 2);
        using (var writer = new KafkaSink<Interaction>(broker.Settings, new()
        {
            Topic = "shop-events",
            Write = InteractionJson.Write,
            KeySelector = each => KafkaKey.Of(each.User),
        }))
        {
            Enumerable.Range(0, 60)
                .Select(n => new Interaction(
                    DateTimeOffset.UnixEpoch.AddMinutes(n), InteractionKind.View, user: n % 3, item: n))
                .ToObservable().Subscribe(writer);
        }

        var newest = new ConcurrentDictionary<string, byte[]>();
        await using var service = WebApplication.Create(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"]);
        service.MapPut("/newest/{user}", async (string user, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            newest[user] = body.ToArray();
        });
        await service.StartAsync();
        var folder = Directory.CreateTempSubdirectory("rxrecs");
        try
        {
            var example = All().Single(each =>
                each.Document == "docs/handlers.md" && each.Code.Contains("PutAsync", StringComparison.Ordinal));
            Assert.That(
                example.Run(broker.BootstrapServers, folder.FullName, $"{service.Urls.First()}/"),
                Is.EqualTo("60 events\n"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.That(newest.Keys, Is.EquivalentTo(new[] { "0", "1", "2" }));
        foreach (var (user, json) in newest)
        {
            var newestItem = 57 + int.Parse(user, CultureInfo.InvariantCulture);
            var last = Enumerable.Range(0, 10).Select(n => (Id)(newestItem - (3 * n)));
            Assert.That(RecsJson.ReadLastItems(json).Items, Is.EqualTo(last), $"of user {user}");
        }
    }

    private static IEnumerable<TestCaseData> Examples() => All().Select(Named);

    private static IEnumerable<TestCaseData> ExamplesWithOutput() =>
        All().Where(example => example.Output is not null).Select(Named);

    private static TestCaseData Named(DocumentExample example) =>
        new TestCaseData(example).SetArgDisplayNames(example.ToString());

    private static IEnumerable<DocumentExample> All() => Documents().SelectMany(document =>
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");
        var blocks = Block().Matches(text);
        return blocks
            .Select((block, place) => new DocumentExample(
                document,
                place + 1,
                block.Groups["code"].Value,
                [.. blocks.Take(place).Select(each => each.Groups["code"].Value)],
                block.Groups["output"] is { Success: true, Value: var output } ? output : null))
            .Where(example => !IsLeftOut(example));
    });

    /// <summary>Examples of what not to write, or of a package that this feed does not have.</summary>
    private static bool IsLeftOut(DocumentExample example) =>
        example.Code.Contains("(...)", StringComparison.Ordinal)
        || (example.IsOfDynamicData && !DocumentExample.HasDynamicData);

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "README.md")
            .Concat(Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(folder => Path.Combine(folder, "README.md"))
                .Where(File.Exists))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```\n(\n```text\n(?<output>.*?)^```\n)?",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();
}
