using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RxRecs.Live;

/// <summary>Tests what the endpoints take and give, over a server that runs.</summary>
[TestFixture]
public sealed class LiveServerTests
{
    private LiveProcess _server = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = new LiveProcess("--writes-per-second", "0");
        await _server.StartAsync();
    }

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public async Task Recommendations_AfterAnInteraction_KnowIt()
    {
        await View("anna", "SKU-7");

        await LiveProcess.Until(async () => (await _server.ItemsOf("anna")).Contains("SKU-7"));
        var answer = await _server.GetJson("/recommendations/anna?why=true");
        Assert.That(answer.GetProperty("complete").GetBoolean(), Is.True);
        Assert.That(answer.GetProperty("age").GetDouble(), Is.GreaterThanOrEqualTo(0));
        Assert.That(answer.GetProperty("asOf").GetDateTimeOffset(), Is.GreaterThan(DateTimeOffset.UnixEpoch));
        var why = answer.GetProperty("items")[0].GetProperty("why");
        Assert.That(
            why.EnumerateArray().Sum(each => each.GetProperty("value").GetDouble()),
            Is.EqualTo(answer.GetProperty("items")[0].GetProperty("score").GetDouble()).Within(1e-9));
    }

    [Test]
    public async Task Recommendations_CachedList_IsMadeAnewByTheNextEvent()
    {
        await View("carl", "one");
        await LiveProcess.Until(async () => (await Cached("carl")).Contains("one"));

        await View("carl", "two");

        await LiveProcess.Until(async () => (await Cached("carl")).Contains("two"));
    }

    [Test]
    public async Task Items_OutOfStock_LeaveEveryList()
    {
        await View("dora", "sold");
        await LiveProcess.Until(async () => (await Cached("dora")).Contains("sold"));

        await _server.Send(HttpMethod.Put, "/items", new { product_id = "sold", in_stock = false });

        await LiveProcess.Until(async () => !(await Cached("dora")).Contains("sold"));
    }

    [Test]
    public async Task Interactions_SameKeyTwice_CountOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            await _server.Send(HttpMethod.Post, "/interactions", Interaction("erik", "pen", "cart"), "order-1");
        }

        await View("erik", "last");
        await LiveProcess.Until(async () => (await _server.ItemsOf("erik")).Contains("last"));
        await LiveProcess.Until(async () => await _server.DeadLetters("sent twice under one key") == 1);
    }

    [Test]
    public async Task Merge_Guest_IsTheAccount()
    {
        await View("guest-1", "mug");
        await _server.Send(HttpMethod.Post, "/users/frida/merge/guest-1");

        await LiveProcess.Until(async () => (await _server.ItemsOf("frida")).Contains("mug"));
    }

    [Test]
    public async Task SimilarAndNext_ItemsOfTheSameUsers_AreFound()
    {
        foreach (var user in new[] { "s1", "s2", "s3" })
        {
            await View(user, "left", "visit-" + user);
            await View(user, "right", "visit-" + user);
        }

        await LiveProcess.Until(async () => Items(await _server.GetJson("/similar/left")).Contains("right"));
        await LiveProcess.Until(async () => Items(await _server.GetJson("/session/next?items=left")).Contains("right"));
        using var asked = await _server.Client.PostAsJsonAsync(
            "/recommendations", new { around = new[] { "left" }, excluded = new[] { "right" }, count = 5 });
        Assert.That(Items(await asked.Content.ReadFromJsonAsync<JsonElement>()), Does.Not.Contain("right"));
        using var explained = await _server.Client.GetAsync("/explain/s1/right");
        Assert.That(explained.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Insights_MinuteThatHasEnded_IsReported()
    {
        using var server = new LiveProcess("--writes-per-second", "0");
        await server.StartAsync();
        using (var before = await server.Client.GetAsync("/insights"))
        {
            Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }

        // Ten seconds into a minute, the next one and the one after: the second minute is the newest that has ended.
        var now = DateTimeOffset.UtcNow;
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(-3);
        foreach (var minutes in new[] { 0, 1, 1, 2 })
        {
            var time = minute.AddMinutes(minutes).AddSeconds(10);
            await server.Send(
                HttpMethod.Post,
                "/interactions",
                new { event_time = time, event_type = "view", user_id = "gina", product_id = "pen", brand = "emil" });
        }

        await LiveProcess.Until(async () =>
        {
            using var answer = await server.Client.GetAsync("/insights");
            return answer.IsSuccessStatusCode
                && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("start")
                    .GetDateTimeOffset() == minute.AddMinutes(1);
        });
        var insights = await server.GetJson("/insights");
        Assert.That(insights.GetProperty("asOf").GetDateTimeOffset(), Is.EqualTo(minute.AddMinutes(2)));
        Assert.That(insights.GetProperty("age").GetDouble(), Is.GreaterThanOrEqualTo(0));
        Assert.That(insights.GetProperty("complete").GetBoolean(), Is.True);
        Assert.That(insights.TryGetProperty("stale", out _), Is.True);
        var report = insights.GetProperty("report");
        Assert.That(report.GetProperty("now").GetProperty("views").GetInt64(), Is.EqualTo(2));
        Assert.That(report.GetProperty("before").GetProperty("views").GetInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task Answers_OfUsers_AreKeptByNobody()
    {
        using var answer = await _server.Client.GetAsync("/recommendations/1");

        Assert.That(answer.Headers.CacheControl!.ToString(), Is.EqualTo("no-store, private"));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(answer.Headers.Contains("Server"), Is.False);
        Assert.That(answer.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [TestCase("GET", "/recommendations/1?count=0", 400)]
    [TestCase("GET", "/recommendations/1?count=101", 400)]
    [TestCase("GET", "/recommendations/1?count=x", 400)]
    [TestCase("GET", "/recommendations/%01", 400)]
    [TestCase("GET", "/session/next?items=", 400)]
    [TestCase("GET", "/session/next", 400)]
    [TestCase("GET", "/trends?window=2y", 400)]
    [TestCase("GET", "/explain/1/nothing", 404)]
    [TestCase("GET", "/nowhere", 404)]
    [TestCase("GET", "/health", 404)]
    [TestCase("GET", "/metrics", 404)]
    [TestCase("POST", "/interactions", 415)]
    [TestCase("DELETE", "/users/%01", 400)]
    public async Task Request_ThatCannotBe_IsToldInAProblem(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _server.Client.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Request_ThatNamesAnotherHost_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/trends");
        request.Headers.Host = "shop.example";
        using var answer = await _server.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("[null]")]
    [TestCase("{\"event_type\":\"view\"")]
    [TestCase("{\"event_type\":\"hover\",\"product_id\":1}")]
    [TestCase("{\"event_type\":\"forget\",\"user_id\":1}")]
    [TestCase("{\"event_type\":\"view\",\"product_id\":\"\"}")]
    [TestCase("{\"event_type\":\"view\",\"product_id\":\"a\\u0001\"}")]
    [TestCase("{\"event_type\":\"view\",\"product_id\":1,\"event_time\":\"2099-01-01T00:00:00Z\"}")]
    [TestCase("{\"event_type\":\"view\",\"product_id\":1,\"price\":1e999}")]
    [TestCase("{\"event_type\":\"view\",\"product_id\":1,\"user_session\":{\"a\":1}}")]
    public async Task Interactions_ThatCannotBe_AreRefusedWhole(string body)
    {
        using var answer = await Post(body);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Interactions_TooMany_AreRefused()
    {
        using var answer = await Post("[" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task HostileRequests_Many_NeverFailTheServer() => await HostileRequests.Send(_server, 2_000);

    [Test]
    [Category("Slow")]
    public async Task HostileRequests_HundredThousandAmongConnectionsThatStand_NeverFailTheServer()
    {
        using var standing = await StandingConnections.OpenAsync(_server.Port, idle: 500, slow: 50);
        await HostileRequests.Send(_server, 100_000);
    }

    [Test]
    public async Task Metrics_OnTheOtherPort_AreThere()
    {
        var text = await _server.Management.GetStringAsync("/metrics");

        Assert.That(text, Does.Contain("http_server_request_duration"));
        using var other = await _server.Management.GetAsync("/recommendations/1");
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static object Interaction(string user, string item, string kind = "view", string? session = null) =>
        new { event_type = kind, user_id = user, product_id = item, user_session = session };

    private static string[] Items(JsonElement answer) =>
        [.. answer.GetProperty("items").EnumerateArray().Select(each => each.GetProperty("item").ToString())];

    private async Task<string[]> Cached(string user) => Items(await _server.GetJson($"/recommendations/{user}"));

    private Task View(string user, string item, string? session = null) =>
        _server.Send(HttpMethod.Post, "/interactions", Interaction(user, item, session: session));

    private Task<HttpResponseMessage> Post(string body) =>
        _server.Client.PostAsync("/interactions", new StringContent(body, Encoding.UTF8, "application/json"));
}
