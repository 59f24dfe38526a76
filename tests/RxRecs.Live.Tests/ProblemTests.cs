using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RxRecs.Live;

/// <summary>Tests what a request that is refused is told: what is wrong, and what to do.</summary>
[TestFixture]
public sealed class ProblemTests
{
    private const string Unreadable =
        "A parameter is missing, or a parameter or the body cannot be read: /openapi/v1.json describes them.";

    private LiveProcess _server = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = new LiveProcess("--writes-per-second", "0");
        await _server.StartAsync();
    }

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [TestCase("", "The body is not JSON: see line 1, byte 1.")]
    [TestCase("{\"event_type\":\"view\"", "The body is not JSON: see line 1, byte 21.")]
    [TestCase("42", "The body is neither an object nor a list of objects.")]
    [TestCase("[]", "Send 1 to 1000 objects.")]
    [TestCase("{\"price\":\"x\"}", "$.price cannot be read. Expected: a number.")]
    [TestCase("{\"quantity\":1.5}", "$.quantity cannot be read. Expected: a whole number.")]
    [TestCase("{\"product_id\":\"\"}", "$.product_id cannot be read. Expected: a number, or a text of 1 to 256 "
        + "bytes.")]
    [TestCase("[{\"event_time\":\"noon\"}]", "$[0].event_time cannot be read. Expected: a time such as "
        + "2026-03-01T12:00:00Z.")]
    [TestCase("[{},5]", "$[1] cannot be read. Expected: an object.")]
    public async Task Interactions_ThatCannotBeRead_AreToldWhere(string body, string detail) =>
        Assert.That(await Refused(HttpMethod.Post, "/interactions", body), Is.EqualTo((400, detail)));

    [TestCase("PUT", "/items", "{\"product_id\":1,\"instock\":false}", 400, "Object 0: nothing is stated: give "
        + "in_stock, visible, price, brand, category_id or category_code. None was taken.")]
    [TestCase("POST", "/users/7/merge/7", "", 400, "target and source are the same user: a guest is merged into "
        + "another account.")]
    [TestCase("DELETE", "/users/%01", "", 400, "id is not an id: an id has 1 to 256 bytes and no control characters.")]
    [TestCase("GET", "/similar/a?count=0", "", 400, "count is a number from 1 to 100.")]
    [TestCase("GET", "/similar/a?count=x", "", 400, Unreadable)]
    [TestCase("POST", "/recommendations", "{\"user\":7,\"cuont\":3}", 400, Unreadable)]
    [TestCase("GET", "/nowhere", "", 404, "There is no such address: /openapi/v1.json describes all.")]
    [TestCase("GET", "/interactions", "", 405, "The address does not take this method: /openapi/v1.json describes "
        + "all.")]
    public async Task Request_ThatIsRefused_IsToldWhy(
        string method, string path, string body, int status, string detail) =>
        Assert.That(await Refused(new(method), path, body), Is.EqualTo((status, detail)));

    [TestCase(2_048, 202)]
    [TestCase(2_049, 400)]
    public async Task Text_OfMoreThan4KiB_IsRefused(int twoBytes, int status)
    {
        var brand = new string('é', twoBytes);
        using var answer = await _server.Client.PostAsJsonAsync(
            "/interactions", new { event_type = "view", product_id = 1, brand });

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(
            await answer.Content.ReadAsStringAsync(), Does.Contain(status == 400 ? "more than 4096 bytes" : "count"));
    }

    [Test]
    public async Task Body_OfAnotherType_IsToldTheType() => Assert.That(
        await Refused(HttpMethod.Post, "/interactions", "{}", "text/plain"),
        Is.EqualTo((415, "Send application/json.")));

    [Test]
    public async Task Body_TooLarge_IsTheClientsMatter()
    {
        var refused = await Refused(HttpMethod.Post, "/interactions", "\"" + new string('a', 2 << 20) + "\"");

        Assert.That(refused, Is.EqualTo((413, "The body has more than 1 MiB: send less at a time.")));
        Assert.That(_server.Output, Does.Not.Contain("fail:"));
    }

    private async Task<(int Status, string? Detail)> Refused(
        HttpMethod method, string path, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = method == HttpMethod.Get || method == HttpMethod.Delete
            ? null
            : new StringContent(body, Encoding.UTF8, type);

        // The body goes once the server asks for it. One that is refused by its length would still be on its way when
        // the server closes the connection, and the answer might be lost with it.
        request.Headers.ExpectContinue = request.Content is not null;
        using var answer = await _server.Client.SendAsync(request);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, problem.GetProperty("detail").GetString());
    }
}
