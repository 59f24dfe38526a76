using System.Text.Json;

namespace RxRecs.Live;

/// <summary>Tests that the OpenAPI document says what the endpoints take and answer.</summary>
[TestFixture]
public sealed class OpenApiTests
{
    private LiveProcess _server = null!;
    private JsonElement _document;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = new LiveProcess();
        await _server.StartAsync();
        _document = await _server.GetJson("/openapi/v1.json");
    }

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [TestCase("get", "/recommendations/{user}", "200,400,401,429,503", "ListAnswer")]
    [TestCase("post", "/recommendations", "200,400,401,403,413,415,429,503", "ListAnswer")]
    [TestCase("get", "/session/next", "200,400,401,429,503", "ListAnswer")]
    [TestCase("get", "/similar/{item}", "200,400,401,429,503", "ListAnswer")]
    [TestCase("get", "/explain/{user}/{item}", "200,400,401,404,429,503", "ExplainAnswer")]
    [TestCase("get", "/trends", "200,400,401,429,503", "TrendAnswer")]
    [TestCase("get", "/insights", "200,400,401,404,429,503", "InsightAnswer")]
    [TestCase("post", "/interactions", "202,400,401,403,413,415,422,429,503", "Accepted")]
    [TestCase("put", "/items", "202,400,401,403,413,415,422,429,503", "Accepted")]
    [TestCase("post", "/users/{target}/merge/{source}", "202,400,401,403,422,429,503", "Accepted")]
    [TestCase("delete", "/users/{id}", "202,400,401,403,422,429,503", "Accepted")]
    public void Operation_EachAnswer_HasItsShape(string method, string path, string statuses, string answer)
    {
        var responses = Operation(method, path).GetProperty("responses");

        Assert.That(responses.EnumerateObject().Select(each => each.Name).Order(), Is.EqualTo(statuses.Split(',')));
        foreach (var response in responses.EnumerateObject())
        {
            var isProblem = response.Name[0] != '2';
            var content = response.Value.GetProperty("content")
                .GetProperty(isProblem ? "application/problem+json" : "application/json");
            Assert.That(
                content.GetProperty("schema").GetProperty("$ref").GetString(),
                Is.EqualTo($"#/components/schemas/{(isProblem ? "ProblemDetails" : answer)}"),
                response.Name);
        }
    }

    [TestCase("post", "/interactions")]
    [TestCase("put", "/items")]
    public void Body_OfObjects_IsOneOrAList(string method, string path)
    {
        var forms = Operation(method, path).GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("schema").GetProperty("oneOf");

        Assert.That(forms[0].GetProperty("$ref").GetString(), Is.EqualTo("#/components/schemas/ShopMessage"));
        Assert.That(forms[1].GetProperty("items").GetProperty("$ref").GetString(),
            Is.EqualTo("#/components/schemas/ShopMessage"));
        Assert.That(forms[1].GetProperty("maxItems").GetInt32(), Is.EqualTo(1_000));
    }

    [TestCase("post", "/recommendations")]
    [TestCase("post", "/interactions")]
    [TestCase("put", "/items")]
    [TestCase("post", "/users/{target}/merge/{source}")]
    [TestCase("delete", "/users/{id}")]
    public void Change_TakesAKey(string method, string path) => Assert.That(
        Operation(method, path).GetProperty("parameters").EnumerateArray()
            .Select(each => $"{each.GetProperty("in")} {each.GetProperty("name")}"),
        Does.Contain("header Idempotency-Key"));

    [Test]
    public void Document_Key_IsDescribed()
    {
        var scheme = _document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key");

        Assert.That(scheme.GetProperty("name").GetString(), Is.EqualTo("X-Api-Key"));
    }

    private JsonElement Operation(string method, string path) =>
        _document.GetProperty("paths").GetProperty(path).GetProperty(method);
}
