using System.Globalization;

namespace RxRecs.Benchmarks.Live;

/// <summary>
/// Loads a server of samples/RxRecs.Live from a process of its own: events in requests of 1,000 at a fixed rate,
/// lists at a fixed rate, connections that stand idle, readers of the stream of which the first reads nothing, and
/// clients that send a byte a second. The most that a server can give is asked for by wrk, with live.lua, whose next
/// question waits for the answer to the one before.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- live http://127.0.0.1:5080 [seconds=600]
/// [events=50000] [users=100000] [lists=50] [connections=4096] [warmup=10] [idle=0] [readers=0] [slow=0]
/// [management=5081]</c>; the server with <c>--rate 0 --writes-per-second 0</c>.
/// </remarks>
public static class LiveLoad
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    public static int Run(string[] args)
    {
        var url = new Uri(args[0]);
        var counts = args.Skip(1).Select(each => each.Split('='))
            .ToDictionary(each => each[0], each => int.Parse(each[1], CultureInfo.InvariantCulture));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(Count("seconds", 600)));
        using var client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        using var events = new EventSender(client, Count("users", 100_000));
        using var lists = new ListAsker(url, Count("connections", 4_096));
        var connections = new IdleConnections(url);
        Task[] work =
        [
            events.Run(Count("events", 50_000), end.Token),
            lists.Run(Count("lists", 50), TimeSpan.FromSeconds(Count("warmup", 10)), end.Token),
            .. Enumerable.Range(0, Count("idle", 0)).Select(_ => connections.StayIdle(end.Token)),
            .. Enumerable.Range(0, Count("readers", 0)).Select(n => connections.ReadStream(n > 0, end.Token)),
            .. Enumerable.Range(0, Count("slow", 0)).Select(_ => connections.SendSlowly(end.Token)),
            Report(client, Count("management", 5_081), () => $"{events} | {lists} | {connections}", end.Token),
        ];
        Task.WhenAll(work).GetAwaiter().GetResult();
        return 0;

        int Count(string name, int usual) => counts.GetValueOrDefault(name, usual);
    }

    private static async Task Report(HttpClient client, int management, Func<string> counts, CancellationToken end)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(Pause, end);
                var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                var server = await Describe(client, management, end);
                var own = Environment.CpuUsage.TotalTime.TotalSeconds / seconds;
                Console.WriteLine(FormattableString.Invariant(
                    $"{seconds,4:f0} s: {counts()} | {server} | own processor time {own:f2} cores"));
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    /// <summary>Tells what the server says of itself: its state as the page has it, and its memory.</summary>
    private static async Task<string> Describe(HttpClient client, int management, CancellationToken end)
    {
        try
        {
            using var stream = await client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, end);
            using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(end));
            var line = "";
            while (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                line = await reader.ReadLineAsync(end) ?? throw new HttpRequestException("The stream has ended.");
            }

            var metrics = await client.GetStringAsync(
                new UriBuilder(client.BaseAddress!) { Port = management, Path = "/metrics" }.Uri, end);
            return ServerState.Describe(line[6..], metrics);
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
    }
}
