using System.Reactive.Linq;
using System.Text.RegularExpressions;
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
