using System.Globalization;
using System.Reactive.Linq;
using RxRecs;
using RxRecs.Sqlite;
using RxRecs.StoredShop;
using RxRecs.Storage;

// A worker that tests start, kill and start again: it appends events to a log, up to a number, and runs a pipeline over
// it into a store of results, each where it had stopped. It says how far it has surely come. It ends when its standard
// input does, so that none is left behind when the tests are killed.
var folder = args[0];
var events = long.Parse(args[1], CultureInfo.InvariantCulture);
var (pending, checkpoint) =
    (int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
var output = TextWriter.Synchronized(Console.Out);
new Thread(() =>
{
    while (Console.In.Read() >= 0)
    {
    }

    Environment.Exit(3);
})
{ IsBackground = true }.Start();

try
{
    using var log = SqliteEventLog.OfInteractions(Path.Combine(folder, "events.db"));
    using var store = new SqliteResultStore(Path.Combine(folder, "results.db"));
    using var pipeline = new StoredPipeline<Interaction, ResultRow>(
        ShopRun.Options(store, pending, checkpoint), ShopRun.Build);
    output.WriteLine($"started {pipeline.Position} {store.LastNumber("shop")}");
    new Thread(() =>
    {
        // Reads beside the writing, as a shop does, and says how far it has come.
        using var reading = new SqliteResultStore(store.Path);
        for (var last = -1L; ;)
        {
            var number = reading.LastNumber("shop");
            if (number != last)
            {
                output.WriteLine($"results {last = number}");
            }

            Thread.Yield();
        }
    })
    { IsBackground = true }.Start();
    var appending = Task.Run(() =>
    {
        for (var next = log.NextPosition; next < events; next = log.NextPosition)
        {
            var batch = Math.Min(events - next, 200 + (next % 300));
            log.Append([.. Enumerable.Range(0, (int)batch).Select(i => ShopRun.Event(next + i))]);
            output.WriteLine($"appended {next + batch}");
        }
    });
    if (pipeline.Position < events)
    {
        await pipeline.RunAsync(position => log.ReadFrom(position).TakeUntil(each => each.NextPosition >= events));
    }

    await appending;
    output.WriteLine($"done {pipeline.ResultCount} {pipeline.RepeatCount}");
    return 0;
}
catch (Exception error)
{
    output.WriteLine($"failed {error}");
    return 1;
}
