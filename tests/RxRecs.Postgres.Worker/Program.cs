using System.Globalization;
using RxRecs;
using RxRecs.Postgres;
using RxRecs.Storage;
using RxRecs.StoredShop;

// A worker that tests start, kill and start again: it runs a pipeline over the events of a shop, which every process
// makes the same, into a store of results, from where it had stopped. It says how far it has surely come. It ends when
// its standard input does, so that none is left behind when the tests are killed.
var connection = args[0];
var numbers = args[1..].Select(each => int.Parse(each, CultureInfo.InvariantCulture)).ToArray();
var (events, pending, checkpoint) = (numbers[0], numbers[1], numbers[2]);
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
    var retries = 0;
    using var store = new PostgresResultStore(connection, new()
    {
        Schema = "worker",
        Retry = new()
        {
            Patience = Timeout.InfiniteTimeSpan,
            MaxDelay = TimeSpan.FromMilliseconds(300),
            OnRetry = (_, _) => retries++,
        },
    });
    using var pipeline = new StoredPipeline<Interaction, ResultRow>(
        ShopRun.Options(store, pending, checkpoint), ShopRun.Build);
    output.WriteLine($"started {pipeline.Position} {store.LastNumber("shop")}");
    for (var position = pipeline.Position; position < events; position++)
    {
        pipeline.OnNext(ShopRun.Event(position), position + 1);
        if (position % 500 == 0)
        {
            output.WriteLine($"results {store.LastNumber("shop")}");
        }
    }

    pipeline.Complete();
    output.WriteLine($"done {pipeline.ResultCount} {pipeline.RepeatCount} {retries}");
    return 0;
}
catch (Exception error)
{
    output.WriteLine($"failed {error}");
    return 1;
}
