using System.Text;
using RxRecs.Postgres.Cluster;
using RxRecs.Storage;
using RxRecs.StoredShop;

namespace RxRecs.Postgres;

/// <summary>Tests of a store while its database is away, and when the line is cut at the worst moment.</summary>
[NonParallelizable]
public sealed class PostgresOutageTests
{
    private const string Away = "Host=127.0.0.1;Port=1;Username=u;Password=s3cret";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [TestCase(1, 15_000)]
    [TestCase(30, 400_000, Category = "Slow")]
    public async Task Save_DatabaseStoppedUnderLoad_PausesAndLosesNothing(int seconds, int events)
    {
        var server = SharedServer.Get();
        var schema = SharedServer.NewSchema();
        var retries = 0;
        using var store = new PostgresResultStore(server.ConnectionString, new()
        {
            Schema = schema,
            Retry = new()
            {
                OnRetry = (_, _) => Interlocked.Increment(ref retries),
                MaxDelay = TimeSpan.FromMilliseconds(500),
            },
        });
        using var pipeline = new StoredPipeline<Interaction, ResultRow>(
            ShopRun.Options(store, 300, 3_000), ShopRun.Build);
        var isHalfWay = new TaskCompletionSource();
        var running = Task.Run(() =>
        {
            for (var position = 0; position < events; position++)
            {
                pipeline.OnNext(ShopRun.Event(position), position + 1);
                if (position == events / 2)
                {
                    isHalfWay.SetResult();
                }
            }

            pipeline.Complete();
        });
        await isHalfWay.Task.WaitAsync(Patience);
        server.Stop();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        Assert.That(running.IsCompleted, Is.False, "It pauses.");
        server.Start();
        await running.WaitAsync(Patience);

        Assert.That(retries, Is.GreaterThan(0));
        var expected = ShopRun.Uninterrupted(events, 300, 3_000);
        Assert.That(store.LastNumber("shop"), Is.EqualTo(expected.LastNumber("shop")));
        Assert.That(store.ReadResults("shop"), Is.EqualTo(expected.ReadResults("shop")));
        Assert.That(pipeline.RepeatCount, Is.Zero);
        await TestContext.Out.WriteLineAsync($"{retries} attempts in {seconds} s of outage");
    }

    [Test]
    public void Save_CommitIsNotHeard_IsKeptOnce()
    {
        var server = SharedServer.Get();
        using var proxy = new CuttingProxy(server.Port);
        var connection = server.ConnectionString.Replace(
            $"Port={server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);
        var retries = new List<string>();
        using var store = new PostgresResultStore(connection, new()
        {
            Schema = SharedServer.NewSchema(),
            Retry = new() { OnRetry = (error, _) => retries.Add(error.Message) },
        });
        store.Save("lists", [Row(1)], new StoredSnapshot(1, new byte[] { 1 }));
        store.Save("lists", [Row(2)], new StoredSnapshot(2, new byte[] { 2 }));
        proxy.CutBehindNextCommit();
        store.Save("lists", [Row(3)], new StoredSnapshot(3, new byte[] { 3 }));

        Assert.That((proxy.Cuts, retries.Count), Is.EqualTo((1, 1)));
        Assert.That(store.ReadResults("lists"), Is.EqualTo([Row(3)]));
        Assert.That(
            store.Load("lists").Select(each => each.Position),
            Is.EqualTo([3L, 2L]), "Kept twice, it would have pushed the one before out.");
    }

    [Test]
    public void Save_ConnectionEndedByTheServer_OpensAnother()
    {
        var server = SharedServer.Get();
        using var store = new PostgresResultStore(server.ConnectionString, new() { Schema = SharedServer.NewSchema() });
        store.Save("lists", [Row(1)]);
        server.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'RxRecs'");
        store.Save("lists", [Row(2)]);
        Assert.That(store.LastNumber("lists"), Is.EqualTo(2));
    }

    [Test]
    public void Open_DatabaseIsAway_WaitsAsLongAsPatienceLasts()
    {
        var pauses = new List<TimeSpan>();
        var messages = new List<string>();
        var retry = new PostgresRetryOptions
        {
            Patience = TimeSpan.FromSeconds(20),
            TimeProvider = new EagerClock(),
            Seed = 1,
            OnRetry = (error, pause) =>
            {
                messages.Add(error.ToString());
                pauses.Add(pause);
            },
        };
        var error = Assert.Throws<IOException>(() => new PostgresResultStore(Away, new() { Retry = retry }));
        Assert.That(
            error!.ToString(), Does.Contain("127.0.0.1:1/u: the database cannot be reached").And.Not.Contain("s3cret"));
        Assert.That(messages, Has.None.Contains("s3cret"));
        for (var i = 0; i < pauses.Count; i++)
        {
            var whole = Math.Min(0.1 * Math.Pow(2, i), 5);
            Assert.That(pauses[i].TotalSeconds, Is.GreaterThan(whole / 2).And.LessThanOrEqualTo(whole));
        }

        Assert.That(pauses.Sum(each => each.TotalSeconds), Is.InRange(10, 20));
        var again = new Backoff(retry);
        Assert.That(pauses, Is.EqualTo(Enumerable.Range(0, pauses.Count).Select(again.Next)), "The seed says which.");
    }

    [Test]
    public void Open_PatienceIsZero_FailsAtOnce() => Assert.That(
        () => new PostgresResultStore(Away, new() { Retry = new() { Patience = TimeSpan.Zero } }),
        Throws.TypeOf<IOException>());

    [Test]
    public void Open_ProgramStopsMeanwhile_FailsInsteadOfWaiting()
    {
        using var stop = new CancellationTokenSource();
        var retries = 0;
        var options = new PostgresStoreOptions
        {
            Retry = new()
            {
                Patience = Timeout.InfiniteTimeSpan,
                FirstDelay = TimeSpan.FromHours(1),
                MaxDelay = TimeSpan.FromHours(1),
                Stopping = stop.Token,
                OnRetry = (_, _) =>
                {
                    retries++;
                    stop.Cancel();
                },
            },
        };
        Assert.That(() => new PostgresResultStore(Away, options), Throws.TypeOf<IOException>());
        Assert.That(retries, Is.EqualTo(1));
    }

    [Test]
    public async Task Dispose_WhileASaveWaits_EndsIt()
    {
        var server = SharedServer.Get();
        var isWaiting = new TaskCompletionSource();
        var store = new PostgresResultStore(server.ConnectionString, new()
        {
            Schema = SharedServer.NewSchema(),
            Retry = new()
            {
                Patience = Timeout.InfiniteTimeSpan,
                FirstDelay = TimeSpan.FromHours(1),
                MaxDelay = TimeSpan.FromHours(1),
                OnRetry = (_, _) => isWaiting.TrySetResult(),
            },
        });
        server.Stop();
        try
        {
            var saving = Task.Run(() => store.Save("lists", [Row(1)]));
            await isWaiting.Task.WaitAsync(Patience);
            store.Dispose();
            Assert.That(async () => await saving.WaitAsync(Patience), Throws.TypeOf<ObjectDisposedException>());
        }
        finally
        {
            server.Start();
        }
    }

    private static StoredResult Row(long number) =>
        new("a", number, DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes($"{{\"number\":{number}}}"));
}
