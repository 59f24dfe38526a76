using System.Net.Http.Json;
using System.Text.Json;

namespace RxRecs.Live;

/// <summary>Tests that what is sent again under a key counts once, at each endpoint and across a restart.</summary>
[TestFixture]
public sealed class IdempotencyTests
{
    private LiveProcess _server = null!;

    [SetUp]
    public async Task Start()
    {
        _server = new LiveProcess("--writes-per-second", "0");
        await _server.StartAsync();
    }

    [TearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public async Task Interactions_AnotherBodyUnderTheKey_AreRefusedWhole()
    {
        await _server.Send(HttpMethod.Post, "/interactions", View("erik", "a"), "k");

        Assert.That(await Status(HttpMethod.Post, "/interactions", new[] { View("erik", "a"), View("erik", "b") }, "k"),
            Is.EqualTo((422, true)));
        Assert.That(await Status(HttpMethod.Post, "/interactions", View("erik", "c"), "k"), Is.EqualTo((422, true)));

        await Learn("erik", "last");
        Assert.That(await _server.ItemsOf("erik"), Does.Contain("a").And.Not.Contain("b").And.Not.Contain("c"));
    }

    [Test]
    public async Task Interactions_ListTwiceUnderTheKey_CountsOnce()
    {
        object[] list = [View("erik", "a"), View("erik", "b"), View("erik", "c")];
        await _server.Send(HttpMethod.Post, "/interactions", list, "k");
        await _server.Send(HttpMethod.Post, "/interactions", list, "k");

        await LiveProcess.Until(async () => await Repeats() == 3);
    }

    [Test]
    public async Task Key_AtAnotherEndpoint_IsAnotherOne()
    {
        await _server.Send(HttpMethod.Post, "/interactions", View("erik", "a"), "k");
        await _server.Send(HttpMethod.Put, "/items", new { product_id = "a", in_stock = true }, "k");
        await _server.Send(HttpMethod.Post, "/users/frida/merge/guest", key: "k");
        await Learn("erik", "b");
        await _server.Send(HttpMethod.Delete, "/users/erik", key: "k");

        await LiveProcess.Until(async () => !(await _server.ItemsOf("erik")).Contains("a"));
        Assert.That(await Repeats(), Is.Zero);
    }

    [Test]
    public async Task Changes_TwiceUnderTheKey_CountOnce()
    {
        await Learn("guest", "mug");
        for (var i = 0; i < 2; i++)
        {
            await _server.Send(HttpMethod.Put, "/items", new { product_id = "sold", in_stock = false }, "k");
            await _server.Send(HttpMethod.Post, "/users/frida/merge/guest", key: "k");
            await _server.Send(HttpMethod.Delete, "/users/bob", key: "k");
            await Learn("bob", $"after-{i}");
        }

        // The second erasure is a repeat: what came between the two stays.
        await LiveProcess.Until(async () => await Repeats() == 3);
        Assert.That(await _server.ItemsOf("bob"), Is.SupersetOf(new[] { "after-0", "after-1" }));
        Assert.That(
            await Status(HttpMethod.Put, "/items", new { product_id = "sold", in_stock = true }, "k"),
            Is.EqualTo((422, true)));
    }

    [Test]
    public async Task Kill_AfterAKeyWasUsed_TheKeyIsKnown()
    {
        object[] list = [View("erik", "a"), View("erik", "b")];
        await _server.Send(HttpMethod.Post, "/interactions", list, "k");
        await _server.Send(HttpMethod.Delete, "/users/bob", key: "k");
        _server.Kill();
        await _server.StartAsync();
        await CheckKnown(repeats: 3);

        // Once more from a checkpoint, which a stop makes, in place of the log.
        await _server.StopAsync();
        await _server.StartAsync();
        await CheckKnown(repeats: 6);

        async Task CheckKnown(int repeats)
        {
            Assert.That(
                await Status(HttpMethod.Post, "/interactions", View("erik", "c"), "k"), Is.EqualTo((422, true)));
            await _server.Send(HttpMethod.Post, "/interactions", list, "k");
            await _server.Send(HttpMethod.Delete, "/users/bob", key: "k");
            await LiveProcess.Until(async () => await Repeats() == repeats);
        }
    }

    private static object View(string user, string item) =>
        new { event_type = "view", user_id = user, product_id = item };

    private async Task Learn(string user, string item)
    {
        await _server.Send(HttpMethod.Post, "/interactions", View(user, item));
        await LiveProcess.Until(async () => (await _server.ItemsOf(user)).Contains(item));
    }

    private Task<long> Repeats() => _server.DeadLetters("sent twice under one key");

    /// <summary>Gives the status, and whether the answer says what to do.</summary>
    private async Task<(int Status, bool IsTold)> Status(HttpMethod method, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await _server.Client.SendAsync(request);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode,
            problem.GetProperty("detail").GetString()!.StartsWith("Something else was asked", StringComparison.Ordinal));
    }
}
