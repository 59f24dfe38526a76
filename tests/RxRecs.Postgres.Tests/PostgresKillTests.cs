using RxRecs.StoredShop;

namespace RxRecs.Postgres;

/// <summary>
/// The worker, or the database under it, is killed at any moment while results are written, and started again: the
/// table equals that of a run without a kill.
/// </summary>
[NonParallelizable]
public sealed class PostgresKillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [TestCase(3, 20_000, 300, 2_500, 60, 13)]
    [TestCase(30, 1_000_000, 1_000, 20_000, 900, 14, Category = "Slow")]
    public async Task EitherSide_KilledAtAnyMoment_LosesAndRepeatsNothing(
        int kills, int events, int pending, int checkpoint, int milliseconds, int seed)
    {
        var server = SharedServer.Get();
        server.Execute("DROP SCHEMA IF EXISTS worker CASCADE");
        var random = new Random(seed);
        var results = new List<long>();
        var worker = Start();
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                // The worker, the database, both; some while they start, the others while they write.
                if (kill % 5 != 4)
                {
                    await worker.HasSaved.WaitAsync(Patience);
                }

                await Task.Delay(random.Next(milliseconds));
                Assert.That(worker.HasEnded, Is.False, $"After {kill} kills: {worker.Text}");
                if (kill % 3 != 0)
                {
                    server.Kill();
                }

                if (kill % 3 != 1)
                {
                    worker.Dispose();
                    worker = Start();
                }

                if (kill % 3 != 0)
                {
                    server.Start();
                }

                results.Add(LastNumber());
            }

            Assert.That(await worker.EndAsync(Patience), Is.Zero, worker.Text);
        }
        finally
        {
            worker.Dispose();
        }

        var expected = ShopRun.Uninterrupted(events, pending, checkpoint);
        using var store = new PostgresResultStore(server.ConnectionString, new() { Schema = "worker" });
        Assert.That(store.LastNumber("shop"), Is.EqualTo(expected.LastNumber("shop")));
        Assert.That(store.ReadResults("shop"), Is.EqualTo(expected.ReadResults("shop")));
        Assert.That(expected.ReadResults("shop").Count(), Is.GreaterThan(200));
        Assert.That(results, Is.Ordered, "Nothing goes back.");
        Assert.That(results[^1], Is.GreaterThan(results[0]).And.LessThan(events), "Kills fell into the writing.");
        await TestContext.Out.WriteLineAsync(
            $"results at each kill: {string.Join(' ', results)}; at the end {worker.Text.Split('\n')[^1]}");

        long LastNumber()
        {
            using var between = new PostgresResultStore(server.ConnectionString, new() { Schema = "worker" });
            return between.LastNumber("shop");
        }

        WorkerProcess Start() => new(
            "RxRecs.Postgres.Worker.dll", server.ConnectionString, events, pending, checkpoint);
    }
}
