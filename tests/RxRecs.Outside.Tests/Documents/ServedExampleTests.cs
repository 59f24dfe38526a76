using System.Collections.Concurrent;
using System.Globalization;
using System.Reactive.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RxRecs.Analytics;
using RxRecs.Csv;
using RxRecs.Kafka;
using RxRecs.Recommenders;

namespace RxRecs.Outside.Tests;

/// <summary>Examples of documents that need a broker or a receiver, with one.</summary>
[NonParallelizable]
public sealed class ServedExampleTests
{
    [Test]
    public void TopicOfTriggers_Run_HoldsTheTriggersOfTheFile()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("triggers", partitions: 2);
        var example = DocumentExamples.Of("docs/triggers.md", "KafkaSink");
        example.Run(broker.BootstrapServers);
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
        ExampleTopics.WriteEvents(broker, count: 60);
        var newest = new ConcurrentDictionary<string, byte[]>();
        await using var receiver = await StartAsync(service => service.MapPut(
            "/newest/{user}", async (string user, HttpRequest request) => newest[user] = await BodyAsync(request)));
        var folder = Directory.CreateTempSubdirectory("rxrecs");
        try
        {
            var example = DocumentExamples.Of("docs/handlers.md", "PutAsync");
            Assert.That(
                example.Run(broker.BootstrapServers, folder.FullName, $"{receiver.Urls.First()}/"),
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

    [Test]
    public async Task ListsInTriggers_Run_ArePostedWithTheirTrigger()
    {
        const string Secret = "WEBHOOK_SECRET";
        var posted = new ConcurrentQueue<byte[]>();
        await using var receiver = await StartAsync(service => service.MapPost("/hook", async (HttpRequest request) =>
            posted.Enqueue(await BodyAsync(request))));
        Environment.SetEnvironmentVariable(Secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        try
        {
            DocumentExamples.Of("docs/webhooks.md", "args[0]").Run($"{receiver.Urls.First()}/hook");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }

        var trigger = RecsJson.ReadTrigger(posted.Single());
        Assert.That((trigger.Kind, trigger.User), Is.EqualTo((TriggerKind.CartAbandoned, (Id)"bob")));
        Assert.That(trigger.Items, Is.EqualTo(new Id[] { "tea" }));
        Assert.That(trigger.List!.Items.Select(each => each.Item), Is.EqualTo(new Id[] { "cup" }));
    }

    [Test]
    public void TwoPipelinesOfAHost_Run_WriteTheirTopicsUntilTheHostIsStopped()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("shop-events", partitions: 1);
        broker.CreateTopic("last-items", partitions: 1);
        broker.CreateTopic("trends", partitions: 1);
        ExampleTopics.WriteEvents(broker, count: 90, InteractionKind.Purchase);
        var folder = Directory.CreateTempSubdirectory("rxrecs");
        try
        {
            using var host = new ExampleProcess(
                DocumentExamples.Of("docs/hosting.md", "AddKeyedRxRecs"), folder.FullName,
                [.. SettingsOf("lists", broker), .. SettingsOf("trends", broker)]);

            var lists = ExampleTopics.First(broker, "last-items", bytes => RecsJson.ReadLastItems(bytes), 90);
            Assert.That(
                lists.Select(each => each.Items[0]), Is.EqualTo(Enumerable.Range(0, 90).Select(n => (Id)n)), host.Output);
            var trends = ExampleTopics.First(broker, "trends", bytes => RecsJson.ReadTrendBucket(bytes), 1);
            Assert.That(trends[0].Start, Is.EqualTo(DateTimeOffset.UnixEpoch), host.Output);
            Assert.That(host.Stop(), Is.Zero, host.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string Name, string Value)[] SettingsOf(string pipeline, EmbeddedBroker broker) =>
    [
        ($"ConnectionStrings__{pipeline}", broker.BootstrapServers),
        ($"RxRecs__{pipeline}__Topics__0", "shop-events"),
        ($"RxRecs__{pipeline}__Start", "Beginning"),
    ];

    private static async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var service = WebApplication.Create(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"]);
        map(service);
        await service.StartAsync();
        return service;
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
