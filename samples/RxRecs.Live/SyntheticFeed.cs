using RxRecs.Live.Messages;
using RxRecs.Sqlite;
using RxRecs.SyntheticShop;

namespace RxRecs.Live;

/// <summary>Lets the synthetic shop happen now, so that something moves, at the server's time.</summary>
internal sealed class SyntheticFeed(
    LiveSettings settings, SqliteEventLog<ShopMessage> log, TimeProvider clock, ILogger<SyntheticFeed> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (settings.Rate > 0)
            {
                await Run(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }

    private async Task Run(CancellationToken stoppingToken)
    {
        // A round of three minutes: what rises has risen by then.
        var round = Math.Max(1_000, settings.Rate * 180L);
        var shop = new SyntheticVisits(new ShopSettings { Rows = round, Users = 5_000 });
        using var visits = shop.Make(log.NextPosition).GetEnumerator();
        using var timer = new PeriodicTimer(Interval, clock);
        var (started, sent) = (clock.GetTimestamp(), 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var due = (long)(clock.GetElapsedTime(started).TotalSeconds * settings.Rate);
            var messages = Take(visits, (int)Math.Min(due - sent, settings.Rate));
            try
            {
                log.Append(messages);
            }
            catch (IOException error)
            {
                Log.CannotAppend(logger, error);
            }

            sent = due;
        }
    }

    private List<ShopMessage> Take(IEnumerator<Interaction> visits, int count)
    {
        var now = clock.GetUtcNow();
        var messages = new List<ShopMessage>(Math.Max(0, count));
        while (messages.Count < count && visits.MoveNext())
        {
            messages.Add(ShopMessageFormat.Of(visits.Current) with { EventTime = now });
        }

        return messages;
    }
}
