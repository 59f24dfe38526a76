using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RxRecs.Live;

/// <summary>Tests the limits of one client, and who may change something, over a server that runs.</summary>
[TestFixture]
public sealed class LimitTests
{
    private LiveProcess _shared = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _shared = new LiveProcess();
        await _shared.StartAsync();
    }

    [OneTimeTearDown]
    public void Stop() => _shared.Dispose();

    [Test]
    public async Task Changes_MoreThanTheLimit_Get429ForAsLongAsTheirObjectsTake()
    {
        using var server = new LiveProcess("--writes-per-second", "1");
        await server.StartAsync();
        await server.Send(HttpMethod.Post, "/interactions", Views(1_000, i => $"user-{i}"));

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/interactions"), (HttpMethod.Put, "/items"), (HttpMethod.Delete, "/users/anna"),
            (HttpMethod.Post, "/users/anna/merge/guest"),
        })
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(new { }) };
            using var answer = await server.Client.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests), path);
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.FromSeconds(800)), path);
            Assert.That(await Detail(answer), Does.StartWith("Too many changes came from this address."), path);
        }

        Assert.That((await server.Client.GetAsync("/trends")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Events_OfOneUserBeyondTheLimit_Get429AndNoneCounts()
    {
        using var server = new LiveProcess("--writes-per-second", "0", "--user-events-per-second", "1");
        await server.StartAsync();
        await server.Send(HttpMethod.Post, "/interactions", Views(1_000, _ => "anna"));

        using var answer = await server.Client.PostAsJsonAsync(
            "/interactions", Views(1_000, i => i == 0 ? "before" : "anna"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await Detail(answer), Does.Match(@"^Object \d+: its user has had too many events\. None was taken\."));
        using var after = await server.Client.PostAsJsonAsync("/interactions", Views(1, _ => "other"));
        var position = (await after.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("position").GetInt64();
        Assert.That(position, Is.EqualTo(1_000), "the log has the first thousand alone");
    }

    [TestCase("https://evil.example", "cross-site", 403)]
    [TestCase("https://evil.example", null, 403)]
    [TestCase("null", null, 403)]
    [TestCase(null, "cross-site", 403)]
    [TestCase("http://127.0.0.1:1", "same-site", 403)]
    [TestCase("own", "same-origin", 202)]
    [TestCase("own", null, 202)]
    [TestCase(null, "none", 202)]
    public async Task Change_FromAPageOfAnotherOrigin_IsRefused(string? origin, string? site, int status)
    {
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/users/anna/merge/guest"), (HttpMethod.Delete, "/users/nobody"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin == "own" ? $"http://127.0.0.1:{_shared.Port}" : origin);
            }

            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }

            using var answer = await _shared.Client.SendAsync(request);
            Assert.That((int)answer.StatusCode, Is.EqualTo(status), path);
        }
    }

    private static object[] Views(int count, Func<int, string> user) => [.. Enumerable.Range(0, count).Select(i =>
        new { event_type = "view", user_id = user(i), product_id = $"item-{i}" })];

    private static async Task<string?> Detail(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
}
