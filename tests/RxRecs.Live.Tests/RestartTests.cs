using System.Diagnostics;
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
        using var second = Process.Start(new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "rxrecs-live.dll"), "--url", $"http://127.0.0.1:{server.Port}",
                "--data", Path.Combine(server.Folder, "second"), "--rate", "0",
            },
            RedirectStandardError = true,
        })!;
        var told = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();

        Assert.That(second.ExitCode, Is.EqualTo(1));
        Assert.That(told, Does.Contain("address already in use"));
        Assert.That(told, Does.Not.Contain("   at "));
    }

    private static Task Send(LiveProcess server, string user, string item, string kind = "view") => server.Send(
        HttpMethod.Post, "/interactions", new { event_type = kind, user_id = user, product_id = item });
}
