using System.Net;
using System.Text;
using RxRecs.Kafka;
using RxRecs.Postgres.Cluster;

namespace RxRecs.Live;

/// <summary>Tests that no secret is in anything that the server says, writes or keeps.</summary>
[TestFixture]
public sealed class CanaryTests
{
    private const string Canary = "a-canary-that-nobody-may-see";
    private string _file = null!;

    [SetUp]
    public void Start() => _file = Path.GetTempFileName();

    [TearDown]
    public void Stop() => File.Delete(_file);

    [Test]
    public async Task ApiKey_WhereOneIsSet_IsAskedForAndNeverShown()
    {
        await File.WriteAllTextAsync(_file, Canary);
        using var server = new LiveProcess("--api-key-file", _file);
        await server.StartAsync();
        using var without = await server.Client.GetAsync("/trends");
        Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", Canary + "x");
        using var wrong = await server.Client.GetAsync("/trends");
        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        server.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", Canary);

        var shown = await without.Content.ReadAsStringAsync() + await wrong.Content.ReadAsStringAsync()
            + without.Headers + wrong.Headers + await All(server);

        Assert.That(shown, Does.Contain("The key is missing or wrong").And.Not.Contain(Canary));
    }

    [Test]
    public async Task KafkaPassword_OfABrokerThatAnswers_IsNeverShown()
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic("shop-events", 1);
        await File.WriteAllTextAsync(
            _file, $"sasl.mechanism=PLAIN\nsasl.username=me\nsasl.password={Canary}\nsecurity.protocol=PLAINTEXT\n");
        using var server = new LiveProcess("--broker", broker.BootstrapServers, "--kafka-config", _file);
        await server.StartAsync();

        Assert.That(await All(server), Does.Not.Contain(Canary));
    }

    [Test]
    public async Task KafkaPassword_OfABrokerThatDoesNot_IsNotInWhatIsTold()
    {
        await File.WriteAllTextAsync(
            _file,
            $"sasl.mechanism=PLAIN\nsasl.username=me\nsasl.password={Canary}\nsecurity.protocol=SASL_PLAINTEXT\n");
        using var folder = new LiveProcess();

        var told = await LiveProcess.FailToStart(
            "--broker", "127.0.0.1:1", "--kafka-config", _file, "--data", folder.Folder);

        Assert.That(told, Does.Contain("127.0.0.1:1").And.Not.Contain(Canary));
    }

    [Test]
    public async Task PostgresPassword_OfADatabaseThatAnswers_IsNeverShown()
    {
        if (PostgresPrograms.Find(out var reason) is not { } programs)
        {
            Assert.Ignore(reason);
            return;
        }

        using var database = new PostgresCluster(programs);
        using var server = new LiveProcess("--postgres", database.ConnectionString);
        server.Environment["PGPASSWORD"] = Canary;
        await server.StartAsync();

        Assert.That(await All(server), Does.Not.Contain(Canary));
    }

    /// <summary>Gives all that a server says at its addresses and in its output, and all that it keeps; it is
    /// killed.</summary>
    private static async Task<string> All(LiveProcess server)
    {
        await server.Send(
            HttpMethod.Post, "/interactions", new { event_type = "cart", user_id = "anna", product_id = "mug" });
        await LiveProcess.Until(async () => (await server.ItemsOf("anna")).Contains("mug"));
        var shown = new StringBuilder();
        foreach (var path in new[]
        {
            "/", "/trends", "/insights", "/openapi/v1.json", "/recommendations/anna?why=true", "/explain/anna/mug",
            "/similar/mug", "/recommendations/1?count=x", "/nowhere",
        })
        {
            using var answer = await server.Client.GetAsync(path);
            shown.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync());
        }

        shown.Append((await server.GetState()).GetRawText());
        foreach (var path in new[] { "/metrics", "/health", "/nowhere" })
        {
            using var answer = await server.Management.GetAsync(path);
            shown.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync());
        }

        server.Kill();
        foreach (var file in Directory.GetFiles(server.Folder))
        {
            shown.Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }

        Assert.That(shown.ToString(), Does.Contain("mug"));
        return shown + server.Output;
    }
}
