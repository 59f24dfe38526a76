using System.Diagnostics;
using RxRecs.Postgres;
using RxRecs.Postgres.Cluster;

namespace RxRecs.Live;

/// <summary>Tests the server with its results in PostgreSQL.</summary>
[TestFixture]
public sealed class PostgresTests
{
    [Test]
    public async Task Kill_WithResultsInPostgres_LosesNone()
    {
        if (PostgresPrograms.Find(out var reason) is not { } programs)
        {
            Assert.Ignore(reason);
            return;
        }

        using var database = new PostgresCluster(programs);
        using var server = new LiveProcess("--postgres", database.ConnectionString);
        await server.StartAsync();
        await Send("anna", "mug");
        await Send("bob", "lamp");
        await LiveProcess.Until(async () => (await server.ItemsOf("bob")).Contains("lamp"));

        server.Kill();
        database.Kill();
        database.Start();
        await server.StartAsync();

        Assert.That(await server.ItemsOf("anna"), Does.Contain("mug"));
        Assert.That(await server.StopAsync(), Is.Zero, server.Output);
        using var store = new PostgresResultStore(database.ConnectionString);
        Assert.That(store.ReadResults("carts").Select(each => each.Key), Is.EqualTo(new[] { "anna", "bob" }));
        Assert.That(store.Load("carts")[0].Position, Is.EqualTo(2));
        Assert.That(File.Exists(Path.Combine(server.Folder, "results.db")), Is.False);

        async Task Send(string user, string item) => await server.Send(
            HttpMethod.Post, "/interactions", new { event_type = "cart", user_id = user, product_id = item });
    }

    [TestCase("postgres://me:s3cret@host", "cannot be read")]
    [TestCase("Host=127.0.0.1;Port=1;Password=s3cret;Username=me", "The pipeline waits for its database")]
    [TestCase("Host=127.0.0.1;Port=1;Username=me", "The pipeline waits for its database")]
    public async Task Start_DatabaseThatCannotBeReached_IsToldWithoutThePassword(string connection, string message)
    {
        var folder = Directory.CreateTempSubdirectory("rxrecs-live-tests").FullName;
        using var server = Process.Start(new ProcessStartInfo(
            "sh", ["-c", "exec dotnet \"$0\" \"$@\" 2>&1", Path.Combine(AppContext.BaseDirectory, "rxrecs-live.dll"),
            "--postgres", connection, "--data", folder, "--rate", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["PGPASSWORD"] = "s3cret" },
        })!;
        try
        {
            var output = "";
            while (!output.Contains(message, StringComparison.Ordinal)
                && await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
            {
                output += line;
            }

            Assert.That(output, Does.Contain(message).And.Not.Contain("s3cret"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
