using System.Net;
using System.Net.Http.Json;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Sqlite;

namespace RxRecs.Live;

/// <summary>Tests the server with a topic as its log, over the broker in this process.</summary>
[TestFixture]
public sealed class TopicLogTests
{
    private const string Topic = "shop-events";
    private EmbeddedBroker _broker = null!;

    [SetUp]
    public void Start()
    {
        _broker = EmbeddedBroker.Start();
        _broker.CreateTopic(Topic, 1);
    }

    [TearDown]
    public void Stop() => _broker.Dispose();

    [Test]
    public async Task Kill_AfterChangesWereTaken_LosesAndRepeatsNone()
    {
        using var server = Make();
        await server.StartAsync();
        await Send(server, "anna", "mug");
        await Send(server, "guest-1", "lamp");
        await Send(server, "bob", "secret");
        await server.Send(HttpMethod.Post, "/users/anna/merge/guest-1");
        await server.Send(HttpMethod.Delete, "/users/bob");
        await Send(server, "carl", "pen");
        await LiveProcess.Until(async () => (await server.ItemsOf("carl")).Contains("pen"));

        server.Kill();
        await server.StartAsync();

        Assert.That(await server.ItemsOf("anna"), Is.SupersetOf(new[] { "mug", "lamp" }));
        Assert.That(await server.ItemsOf("bob"), Does.Not.Contain("secret"));
        Assert.That((await server.GetState()).GetProperty("events").GetInt64(), Is.EqualTo(6));
        Assert.That(await server.StopAsync(), Is.Zero, server.Output);
        using var store = new SqliteResultStore(Path.Combine(server.Folder, "results.db"));
        Assert.That(store.ReadResults("carts").Select(each => each.Key), Is.EquivalentTo(new[] { "anna", "carl" }));
        Assert.That(store.Load("carts")[0].Position, Is.EqualTo(6));
        Assert.That(File.Exists(Path.Combine(server.Folder, "events.db")), Is.False);
    }

    [Test]
    public async Task Records_OfOthers_AreReadAndBadOnesCounted()
    {
        using var server = Make();
        await server.StartAsync();

        var now = DateTimeOffset.UtcNow;
        Produce(
            $"{{\"event_time\":\"{now:yyyy-MM-dd HH:mm:ss} UTC\",\"event_type\":\"cart\",\"product_id\":\"mug\","
            + "\"user_id\":\"anna\",\"price\":\"3.5\",\"quantity\":2}",
            "{\"event_type\":",
            $"{{\"event_time\":\"{now.AddMinutes(5):O}\",\"event_type\":\"view\",\"product_id\":\"ahead\"}}",
            $"{{\"event_type\":\"item\",\"event_time\":\"{now:O}\",\"product_id\":\"sold\",\"in_stock\":false}}",
            $"{{\"event_time\":\"{now:O}\",\"event_type\":\"view\",\"product_id\":\"sold\",\"user_id\":\"anna\"}}");

        await LiveProcess.Until(async () =>
            await server.DeadLetters("unreadable in the log") == 2
            && (await server.GetState()).GetProperty("events").GetInt64() == 3);
        Assert.That(await server.ItemsOf("anna"), Does.Contain("mug").And.Not.Contain("sold"));
        Assert.That(server.Output, Does.Contain("Position 1 of the log cannot be read"));
        Assert.That(await server.StopAsync(), Is.Zero, server.Output);
        using var store = new SqliteResultStore(Path.Combine(server.Folder, "results.db"));
        Assert.That(
            Encoding.UTF8.GetString(store.ReadResults("carts").Single().Value!.Value.Span),
            Is.EqualTo("{\"items\":[{\"item\":\"mug\",\"quantity\":2}]}"));
    }

    [Test]
    public async Task Start_BehindARecordThatIsNone_IsReady()
    {
        Produce("none");
        using var server = Make();

        await server.StartAsync();

        Assert.That((await server.GetJson("/recommendations/anna")).GetProperty("complete").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Broker_Away_ChangesGet503AndAnswersAreStale()
    {
        using var server = Make();
        await server.StartAsync();
        await Send(server, "anna", "mug");
        await LiveProcess.Until(async () => (await server.ItemsOf("anna")).Contains("mug"));
        Assert.That((await server.GetJson("/recommendations/anna")).GetProperty("stale").GetBoolean(), Is.False);

        _broker.Dispose();

        using var refused = await server.Client.PostAsJsonAsync("/interactions", Cart("anna", "lamp"));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        foreach (var path in new[] { "/recommendations/anna", "/recommendations/anna?why=true", "/trends" })
        {
            Assert.That((await server.GetJson(path)).GetProperty("stale").GetBoolean(), Is.True, path);
        }

        Assert.That(await server.ItemsOf("anna"), Does.Contain("mug"));
        await LiveProcess.Until(async () => (await server.GetState()).GetProperty("isLogAway").GetBoolean());
    }

    [Test]
    public async Task Start_OverATopicOfSeveralPartitions_TellsIt()
    {
        _broker.CreateTopic("four", 4);
        using var folder = new LiveProcess();

        var told = await LiveProcess.FailToStart(
            "--broker", _broker.BootstrapServers, "--topic", "four", "--data", folder.Folder);

        Assert.That(told, Does.StartWith("--topic: 'four' has 4 partitions, and this server needs a topic with one"));
    }

    [Test]
    public async Task Start_WithoutABroker_TellsIt()
    {
        using var folder = new LiveProcess();

        var told = await LiveProcess.FailToStart("--broker", "127.0.0.1:1", "--data", folder.Folder);

        Assert.That(told, Does.StartWith("No broker answers at 127.0.0.1:1. Check that one runs there"));
    }

    [Test]
    public async Task Start_OverTheStateOfAnotherLog_TellsIt()
    {
        using var server = Make();
        await server.StartAsync();
        Assert.That(await server.StopAsync(), Is.Zero, server.Output);

        var told = await LiveProcess.FailToStart("--data", server.Folder);

        Assert.That(
            told,
            Does.StartWith("The state was made of 'topic shop-events")
                .And.Contain("and this server is told to read 'events.db'"));
    }

    private LiveProcess Make() => new("--broker", _broker.BootstrapServers, "--topic", Topic);

    private static object Cart(string user, string item) =>
        new { event_type = "cart", user_id = user, product_id = item };

    private static Task Send(LiveProcess server, string user, string item) =>
        server.Send(HttpMethod.Post, "/interactions", Cart(user, item));

    /// <summary>Writes records as another program does.</summary>
    private void Produce(params string[] records)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        foreach (var record in records)
        {
            producer.Produce(Topic, new Message<Null, string> { Value = record });
        }

        Assert.That(producer.Flush(TimeSpan.FromMinutes(1)), Is.Zero);
    }
}
