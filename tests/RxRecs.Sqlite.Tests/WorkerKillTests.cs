using System.Globalization;
using RxRecs.StoredShop;
using RxRecs.Storage;

namespace RxRecs.Sqlite;

/// <summary>
/// A worker is killed at any moment while it appends events and saves results, and started again: the log holds all
/// that
/// it had said to have appended, and the table equals that of a run without a kill.
/// </summary>
public sealed class WorkerKillTests
{
    private const string Worker = "RxRecs.Sqlite.Worker.dll";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [TestCase(5, 60_000, 100, 1_700, 60, 13)]
    [TestCase(30, 1_000_000, 1_000, 20_000, 600, 14, Category = "Slow")]
    public async Task Worker_KilledAtAnyMoment_LosesAndRepeatsNothing(
        int kills, int events, int pending, int checkpoint, int milliseconds, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var appended = 0L;
        var results = new List<long>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var worker = new WorkerProcess(Worker, folder.Path, events, pending, checkpoint);

            // Every third is killed while it starts or restores, the others while they write.
            if (kill % 3 != 2)
            {
                await worker.HasSaved.WaitAsync(Patience);
            }

            await Task.Delay(random.Next(milliseconds));
            Assert.That(worker.HasEnded, Is.False, $"After {kill} kills: {worker.Text}");
            worker.Kill();
            appended = Math.Max(appended, worker.Appended);
            using var store = new SqliteResultStore(folder.File("results.db"));
            results.Add(store.LastNumber("shop"));
        }

        using (var log = SqliteEventLog.OfInteractions(folder.File("events.db")))
        {
            Assert.That(log.NextPosition, Is.GreaterThanOrEqualTo(appended), "What was appended is kept.");
        }

        using var last = new WorkerProcess(Worker, folder.Path, events, pending, checkpoint);
        Assert.That(await last.EndAsync(Patience), Is.Zero, last.Text);
        await TestContext.Out.WriteLineAsync(
            $"results at each kill: {string.Join(' ', results)}; {last.Repeats} repeats left out in the last run");
        Assert.That(results, Is.Ordered, "Nothing goes back.");
        Assert.That(results[^1], Is.GreaterThan(results[0]).And.LessThan(events), "Kills fell into the writing.");
        Verify(folder, events, pending, checkpoint);
    }

    private static void Verify(TemporaryFolder folder, int events, int pending, int checkpoint)
    {
        var expected = ShopRun.Uninterrupted(events, pending, checkpoint);
        using var store = new SqliteResultStore(folder.File("results.db"));
        Assert.That(store.LastNumber("shop"), Is.EqualTo(expected.LastNumber("shop")));
        Assert.That(store.ReadResults("shop"), Is.EqualTo(expected.ReadResults("shop")));
        Assert.That(expected.ReadResults("shop").Count(), Is.GreaterThan(200));
    }
}
