using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RxRecs.Kafka;
using RxRecs.Kafka.RealBroker;
using RxRecs.Sqlite;

namespace RxRecs.Live;

/// <summary>Tests a server that is killed, and its broker, while changes come in: what was taken counts once.</summary>
[TestFixture]
[Category("Broker")]
public sealed class TopicKillTests
{
    private const string Topic = "clicks";
    private const int Requests = 120;
    private const int MessagesAtOnce = 50;
    private const int Users = 37;
    private const int Items = 5;

    [Test]
    [Category("Slow")]
    public async Task Kill_ServerAndBroker_LosesAndRepeatsNone()
    {
        using var cluster = KafkaCluster.Start();
        using var server = new LiveProcess(
            "--broker", cluster.BootstrapServers, "--topic", Topic, "--writes-per-second", "0");
        await server.StartAsync();
        using (var topics = new KafkaTopics(cluster.Settings))
        {
            Assert.That((await topics.FindAsync(Topic))!.Partitions, Is.EqualTo(1));
        }

        for (var request = 0; request < Requests; request++)
        {
            var taken = SendUntilTaken(server, request);
            if (request % 30 == 20)
            {
                server.Kill();
                await server.StartAsync();
            }

            await taken;
            if (request == 70)
            {
                cluster.Kill();
                using var refused = await Send(server, request + 1);
                Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
                Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
                Assert.That(
                    (await server.GetJson("/recommendations/u1")).GetProperty("stale").GetBoolean(), Is.True);
                cluster.Restart();
            }
        }

        await LiveProcess.Until(async () =>
        {
            var events = (await server.GetState()).GetProperty("events").GetInt64();
            return events - await server.DeadLetters("sent twice under one key") == Requests * MessagesAtOnce;
        });
        Assert.That((await server.GetJson("/recommendations/u1")).GetProperty("stale").GetBoolean(), Is.False);
        Assert.That(await server.StopAsync(), Is.Zero, server.Output);
        using var store = new SqliteResultStore(Path.Combine(server.Folder, "results.db"));
        Assert.That(
            store.ReadResults("carts").SelectMany(each => Lines(each.Key, each.Value!.Value)),
            Is.EquivalentTo(Expected()));
    }

    [Test]
    [Category("Slow")]
    public async Task Start_OverATopicMadeAnew_TellsIt()
    {
        using var cluster = KafkaCluster.Start();
        using var server = new LiveProcess(
            "--broker", cluster.BootstrapServers, "--topic", Topic, "--writes-per-second", "0");
        await server.StartAsync();
        await SendUntilTaken(server, 0);
        Assert.That(await server.StopAsync(), Is.Zero, server.Output);

        using (var topics = new KafkaTopics(cluster.Settings))
        {
            await topics.DeleteAsync(Topic);
            await topics.EnsureAsync(new KafkaTopic(Topic, 1));
        }

        var told = await LiveProcess.FailToStart(
            "--broker", cluster.BootstrapServers, "--topic", Topic, "--data", server.Folder);

        Assert.That(told, Does.StartWith($"The state was made of 'topic {Topic} with the id "));
    }

    private static (string User, string Item) Line(int request, int place) =>
        ($"u{((request * MessagesAtOnce) + place) % Users}", $"p{(request + place) % Items}");

    /// <summary>Gives the lines of all carts, counted without a server.</summary>
    private static IEnumerable<(string User, string Item, int Quantity)> Expected() =>
        Enumerable.Range(0, Requests)
            .SelectMany(request => Enumerable.Range(0, MessagesAtOnce).Select(place => Line(request, place)))
            .GroupBy(each => each)
            .Select(each => (each.Key.User, each.Key.Item, each.Count()));

    private static IEnumerable<(string User, string Item, int Quantity)> Lines(
        string user, ReadOnlyMemory<byte> cart) =>
        JsonDocument.Parse(cart).RootElement.GetProperty("items").EnumerateArray().Select(each => (
            user, each.GetProperty("item").GetString()!, each.GetProperty("quantity").GetInt32()));

    /// <summary>Sends a request until it is taken, as a shop does.</summary>
    private static Task SendUntilTaken(LiveProcess server, int request) => LiveProcess.Until(async () =>
    {
        using var answer = await Send(server, request);
        return answer.StatusCode == HttpStatusCode.Accepted;
    });

    private static async Task<HttpResponseMessage> Send(LiveProcess server, int request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/interactions");
        message.Headers.Add("Idempotency-Key", $"request-{request}");
        message.Content = JsonContent.Create(Enumerable.Range(0, MessagesAtOnce).Select(place =>
        {
            var (user, item) = Line(request, place);
            return new { event_type = "cart", user_id = user, product_id = item };
        }));
        return await server.Client.SendAsync(message);
    }
}
