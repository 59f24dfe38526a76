using Microsoft.Data.Sqlite;
using RxRecs.Live.Messages;
using RxRecs.Sqlite;

namespace RxRecs.Live;

/// <summary>Tests what a server knows that was killed and started again.</summary>
[TestFixture]
public sealed class RestartTests
{
    [Test]
    public async Task Kill_AfterInteractionsWereTaken_LosesNone()
    {
        using var server = new LiveProcess();
        await server.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await Send(server, "anna", $"item-{i}");
        }

        server.Kill();
        await server.StartAsync();

        Assert.That(
            await server.ItemsOf("anna"), Is.SupersetOf(Enumerable.Range(0, 5).Select(each => $"item-{each}")));
    }

    [Test]
    public async Task Kill_AfterAUserWasForgotten_TheUserStaysForgotten()
    {
        using var server = new LiveProcess();
        await server.StartAsync();
        await Send(server, "bob-to-be-forgotten", "secret", "cart");
        await Send(server, "anna", "mug");
        await server.Send(HttpMethod.Delete, "/users/bob-to-be-forgotten");

        server.Kill();
        await server.StartAsync();

        Assert.That(await server.ItemsOf("bob-to-be-forgotten"), Does.Not.Contain("secret"));
        Assert.That(await server.ItemsOf("anna"), Does.Contain("mug"));
    }

    [Test]
    public async Task Forget_AUser_LeavesNothingInCheckpointsTableAndLog()
    {
        const string user = "bob-to-be-forgotten";
        using var server = new LiveProcess();
        await server.StartAsync();
        await Send(server, user, "secret", "cart");
        await Send(server, "anna", "mug", "cart");
        await LiveProcess.Until(async () => (await server.ItemsOf(user)).Contains("secret"));
        await server.Send(HttpMethod.Delete, $"/users/{user}");
        using var log = new SqliteEventLog<ShopMessage>(
            Path.Combine(server.Folder, "events.db"), ShopMessageFormat.Write, ShopMessageFormat.Read);
        await LiveProcess.Until(() => Task.FromResult(log.FirstPosition == log.NextPosition));

        server.Kill();
        using var store = new SqliteResultStore(Path.Combine(server.Folder, "results.db"));
        Assert.That(store.ReadResults("carts").Select(each => each.Key), Is.EqualTo(new[] { "anna" }));
        var kept = store.Load("carts");
        Assert.That(kept, Has.Count.EqualTo(2));
        for (var i = 0; i < kept.Count; i++)
        {
            Assert.That(kept[i].Content.Span.IndexOf("bob-to-be-forgotten"u8), Is.EqualTo(-1));
            Assert.That(kept[i].Content.Span.IndexOf("anna"u8), Is.Not.EqualTo(-1));
        }
    }

    [Test]
    public async Task Stop_WhileSomebodyReadsTheStream_SavesAndEnds()
    {
        using var server = new LiveProcess();
        await server.StartAsync();
        await Send(server, "anna", "mug");
        using var reader = await server.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);

        Assert.That(await server.StopAsync(), Is.Zero, server.Output);

        using var log = new SqliteEventLog<ShopMessage>(
            Path.Combine(server.Folder, "events.db"), ShopMessageFormat.Write, ShopMessageFormat.Read);
        using var store = new SqliteResultStore(Path.Combine(server.Folder, "results.db"));
        Assert.That(store.Load("carts")[0].Position, Is.EqualTo(log.NextPosition));
    }

    [Test]
    public async Task Start_AtAnAddressThatIsTaken_TellsIt()
    {
        using var server = new LiveProcess();
        await server.StartAsync();
        var told = await LiveProcess.FailToStart(
            "--url", $"http://127.0.0.1:{server.Port}", "--data", Path.Combine(server.Folder, "second"));

        Assert.That(told, Does.Contain("address already in use. Give another --url or --management-port."));
    }

    [Test]
    public async Task Start_OverAFolderOfAnotherServer_TellsIt()
    {
        using var server = new LiveProcess();
        await server.StartAsync();
        var told = await LiveProcess.FailToStart("--url", "http://127.0.0.1:0", "--data", server.Folder);

        Assert.That(told, Is.EqualTo(
            $"--data: another server runs over the folder '{server.Folder}'. Stop it, or give this one a folder of its "
            + "own."));
    }

    [Test]
    public async Task Start_OverAFolderThatCannotBe_TellsIt()
    {
        var file = Path.GetTempFileName();
        try
        {
            var told = await LiveProcess.FailToStart("--data", Path.Combine(file, "inside"));

            Assert.That(told, Does.StartWith("--data: the folder '" + file).And.EndsWith("Give another one."));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task Pipeline_WhoseTableIsGone_EndsTheServerWithASentence()
    {
        using var server = new LiveProcess();
        await server.StartAsync();
        using (var other = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "results.db")}"))
        {
            await other.OpenAsync();
            using var drop = other.CreateCommand();
            drop.CommandText = "DROP TABLE checkpoints";
            await drop.ExecuteNonQueryAsync();
        }

        await server.Send(HttpMethod.Delete, "/users/anna"); // what saves at once

        Assert.That(await server.WaitAsync(), Is.EqualTo(1), server.Output);
        Assert.That(
            server.Output,
            Does.Match("The pipeline has failed, and the server stops: .*results.db: its tables are not as they were"));
        Assert.That(server.Output, Does.Not.Contain("   at ").And.Not.Contain("BackgroundService"));
    }

    private static Task Send(LiveProcess server, string user, string item, string kind = "view") => server.Send(
        HttpMethod.Post, "/interactions", new { event_type = kind, user_id = user, product_id = item });
}
